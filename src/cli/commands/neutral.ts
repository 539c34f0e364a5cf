import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { systemNow } from '../../base/clock.ts'
import { Misconfigured } from '../../base/errors.ts'
import { createLog } from '../../base/log.ts'
import { createMetrics } from '../../base/metrics.ts'
import type { CommandDefinition } from '../command.ts'
import { loadSettings } from '../settings.ts'

type Options = {
  readonly dir: string
  readonly user: string
  readonly password: string
  readonly sshKey?: string
  readonly sftpPort: string
  readonly ftpPort?: string
}

/** `sluice neutral`: a plain folder by the protocol engines alone, on loopback, for public protocol suites. */
export const neutralCommand: CommandDefinition = (program, terminal) => {
  program
    .command('neutral')
    .description('serve a plain folder over SFTP on loopback, without file-name policy; for protocol tests')
    .requiredOption('--dir <folder>', 'the folder')
    .requiredOption('--user <name>', 'user name')
    .requiredOption('--password <text>', 'password')
    .option('--ssh-key <file>', 'a public key that may log in as well')
    .option('--sftp-port <number>', 'any free port when 0', '0')
    .option('--ftp-port <number>', 'accepted for later versions; FTP is not served yet')
    .action(async (options: Options, command) => {
      const { createNeutral } = await import('../../endpoints/neutral/neutral.ts')
      const { config } = await loadSettings(command, terminal)
      if (config.mode === 'production') {
        throw new Misconfigured(
          'mode',
          'The neutral server has no rules and is not for production.',
          'Run it in trial mode.',
        )
      }
      const { dir, user, password, sshKey } = options
      const stop = new AbortController()
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
      await using server = await createNeutral({
        ...{ dir, user, password, port: Number(options.sftpPort) },
        ...(sshKey ? { sshKey: await readFile(sshKey, 'utf8') } : {}),
        ...{ log: createLog(config.log.level), metrics: createMetrics(), now: systemNow },
      })
      terminal.json({ event: 'gateway.ready', sftp: server.address })
      await once(stop.signal, 'abort')
    })
}
