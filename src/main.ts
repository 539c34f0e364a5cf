import { runCommandLine } from './cli/run-command-line.ts'

process.umask(0o077)
// a reader that has seen enough (`| head`) is no error
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
})
// a log that nobody takes any more does not end the gateway (case O7)
process.stderr.on('error', () => {})
process.exitCode = await runCommandLine(process.argv.slice(2))
