import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { PLACES } from '../../console/places.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'

type Options = { readonly once?: boolean; readonly json?: boolean }

/** `npm run demo`: shows the main job in a throw-away folder; stays up until Ctrl-C, or ends with `--once`. */
export const demoCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('demo')
    .description('show the main job, end to end, in a throw-away folder')
    .option('--once', 'end when all sets are answered')
    .option('--json', 'print a summary document')
    .action(async (options: Options) => {
      const { runDemo } = await import('../demo/run-demo.ts')
      const main = fileURLToPath(new URL('../../sluice.cjs', import.meta.url))
      const stop = new AbortController()
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
      const { ok } = await runDemo(
        main,
        terminal,
        (summary) => {
          if (options.json) terminal.json(summary)
          else
            terminal.answer(
              summary.ok ? 'Every outcome was the expected one.' : 'Some outcomes were not the expected ones.',
            )
        },
        async ({ addresses, ended, command }) => {
          if (options.once) return
          const { sftp, ftp, web, portal, console: operators } = addresses
          terminal.say(
            `SFTP on ${sftp.host}:${sftp.port}, FTP on ${ftp.host}:${ftp.port}, web service on https://${web.host}:${web.port}; health and metrics on http://${operators.host}:${operators.port}/readyz`,
          )
          terminal.say(`Access management for people on https://${portal.host}:${portal.port}`)
          const operatorsUrl = `http://${operators.host}:${operators.port}`
          const { code } = (await command('operator', 'add', 'demo', '--role', 'administrator')) as { code: string }
          terminal.say(`Console for operators on ${operatorsUrl}; the first sign-in of the operator demo, once:`)
          terminal.say(`  ${operatorsUrl}${PLACES.firstSignIn}?code=${code}`)
          terminal.say('The gateway stays up until Ctrl-C.')
          await Promise.race([stop.signal.aborted ? null : once(stop.signal, 'abort'), ended])
        },
      )
      if (!ok) end(EXIT.no)
    })
}
