import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { systemNow } from '../../base/clock.ts'
import { Misconfigured } from '../../base/errors.ts'
import { createLog } from '../../base/log.ts'
import { createMetrics } from '../../base/metrics.ts'
import type { Config } from '../../config/schema.ts'
import type { FtpEndpoint } from '../../endpoints/ftp/options.ts'
import type { SftpEndpoint } from '../../endpoints/sftp/options.ts'
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

const CERTIFICATE_DAYS = 30

/** `sluice neutral`: a plain folder by the protocol engines alone, on loopback, for public protocol suites. */
export const neutralCommand: CommandDefinition = (program, terminal) => {
  program
    .command('neutral')
    .description('serve a plain folder over SFTP and FTP on loopback, without file-name policy; for protocol tests')
    .requiredOption('--dir <folder>', 'the folder')
    .requiredOption('--user <name>', 'user name')
    .requiredOption('--password <text>', 'password')
    .option('--ssh-key <file>', 'a public key that may log in as well')
    .option('--sftp-port <number>', 'any free port when 0', '0')
    .option('--ftp-port <number>', 'serves FTP as well, with and without TLS; any free port when 0')
    .action(async (options: Options, command) => {
      const { config } = await loadSettings(command, terminal)
      if (config.mode === 'production') {
        throw new Misconfigured(
          'mode',
          'The neutral server has no rules and is not for production.',
          'Run it in trial mode.',
        )
      }
      const stop = new AbortController()
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
      const ground = groundOf(options, config)
      await using sftp = await serveSftp(options, ground)
      await using ftp = options.ftpPort === undefined ? null : await serveFtp(options.ftpPort, ground)
      terminal.json({ event: 'gateway.ready', sftp: sftp.address, ...(ftp && { ftp: ftp.address }) })
      if (!stop.signal.aborted) await once(stop.signal, 'abort')
    })
}

type Ground = ReturnType<typeof groundOf>

/** Everybody is from this machine, so as many may be at the door as may come in. */
function groundOf({ dir, user, password }: Options, { limits, log }: Config) {
  const { sessions: strangers, sessionsPerAddress: strangersPerAddress } = limits
  return {
    ...{ dir, user, password, limits: { ...limits, strangers, strangersPerAddress } },
    ...{ log: createLog(log.level), metrics: createMetrics(), now: systemNow },
  }
}

async function serveSftp({ sftpPort, sshKey }: Options, ground: Ground): Promise<SftpEndpoint> {
  const { createNeutral } = await import('../../endpoints/neutral/neutral.ts')
  return await createNeutral({
    ...{ ...ground, port: Number(sftpPort) },
    ...(sshKey ? { sshKey: await readFile(sshKey, 'utf8') } : {}),
  })
}

async function serveFtp(port: string, ground: Ground): Promise<FtpEndpoint> {
  const { createNeutralFtp } = await import('../../endpoints/neutral/neutral-ftp.ts')
  const { makeSelfSigned } = await import('../../signing/make-certificate.ts')
  const tls = await makeSelfSigned({
    ...{ commonName: 'localhost', keyType: 'ec', days: CERTIFICATE_DAYS, now: systemNow() },
    alternativeNames: ['localhost', '127.0.0.1'],
  })
  return await createNeutralFtp({ ...ground, port: Number(port), tls })
}
