/** How a sender's words on the command line become a connection to the gateway: SFTP with a key, FTP with a password. */
import { readFile } from 'node:fs/promises'
import type { RemoteClient } from '../endpoints/files/remote-client.ts'
import type { ServerTrust } from '../endpoints/files/server-trust.ts'
import { codeOf, readArgument } from './input.ts'
import { RefusedCommand } from './refused-command.ts'
import type { Terminal } from './terminal.ts'

export type LoginWords = {
  readonly sftp?: string
  readonly ftp?: string
  readonly user: string
  readonly sshKey?: string
  readonly hostKey?: string
  readonly passwordFile?: string
  readonly tls?: boolean
  readonly ca?: string
  readonly fingerprint?: string
}

type Address = { readonly host: string; readonly port: number }

/** What each way needs, and what belongs to the other. */
// biome-ignore format: a table
const WAYS = {
  sftp: { needs: ['sshKey'],       foreign: ['passwordFile', 'tls', 'ca', 'fingerprint'] },
  ftp:  { needs: ['passwordFile'], foreign: ['sshKey', 'hostKey'] },
} as const

// biome-ignore format: a table
const OPTIONS: Readonly<Record<string, string>> = {
  sshKey: '--ssh-key', hostKey: '--host-key', passwordFile: '--password-file', tls: '--tls', ca: '--ca', fingerprint: '--fingerprint',
}

/** Throws `RefusedCommand` when the words do not fit together, `Unavailable` when the gateway does not let us in. */
export async function connectToGateway(words: LoginWords, terminal: Terminal): Promise<RemoteClient> {
  const way = wayOf(words)
  return way === 'sftp' ? await bySftp(words, terminal) : await byFtp(words, terminal)
}

/** Which protocol the words name; refuses what does not go with it. */
export function wayOf(words: LoginWords): 'sftp' | 'ftp' {
  if ((words.sftp === undefined) === (words.ftp === undefined))
    throw new RefusedCommand('Name the gateway once: --sftp HOST:PORT or --ftp HOST:PORT.')
  const way = words.sftp === undefined ? 'ftp' : 'sftp'
  const { needs, foreign } = WAYS[way]
  const missing = needs.find((name) => words[name] === undefined)
  if (missing) throw new RefusedCommand(`--${way} needs ${OPTIONS[missing]}.`)
  const surplus = foreign.find((name) => words[name] !== undefined)
  if (surplus) throw new RefusedCommand(`${OPTIONS[surplus]} does not go with --${way}.`)
  if (way === 'ftp' && !words.tls && (words.ca !== undefined || words.fingerprint !== undefined))
    throw new RefusedCommand('--ca and --fingerprint are about TLS: add --tls.')
  return way
}

/** `host:port`, `[::1]:port`. */
export function addressOf(way: 'sftp' | 'ftp', text: string): Address {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return { host, port: Number(port) }
  throw new RefusedCommand(
    `--${way} takes HOST:PORT, such as gateway.example.org:${way === 'sftp' ? 8022 : 8021}; an IPv6 address stands in brackets.`,
  )
}

async function bySftp(
  { sftp = '', user, sshKey = '', hostKey }: LoginWords,
  terminal: Terminal,
): Promise<RemoteClient> {
  const address = addressOf('sftp', sftp)
  const privateKey = await readFile(sshKey, 'utf8').catch((error: unknown) => {
    throw new RefusedCommand(`The key ${sshKey} cannot be read (${codeOf(error)}).`)
  })
  const { connectSftp } = await import('../endpoints/sftp/client.ts')
  return await connectSftp({
    ...{ ...address, user, credential: { privateKey } },
    ...(hostKey === undefined
      ? {
          onHostKey: (seen: string) =>
            terminal.say(`sluice: host key ${seen}; check it once, then pass it with --host-key`),
        }
      : { hostKeyFingerprint: hostKey }),
  })
}

async function byFtp(words: LoginWords, terminal: Terminal): Promise<RemoteClient> {
  const { ftp = '', user, passwordFile = '', tls = false } = words
  const address = addressOf('ftp', ftp)
  const [password = ''] = (await readArgument(passwordFile, 'The password file')).toString('utf8').split(/\r?\n/, 1)
  if (password === '') throw new RefusedCommand(`The first line of ${passwordFile} is empty; it holds the password.`)
  const { connectFtp } = await import('../endpoints/ftp/client.ts')
  if (!tls) terminal.say('sluice: without --tls, password and files can be read on the way')
  return await connectFtp({ ...address, user, password, tls: tls ? await trustOf(words, terminal) : null })
}

async function trustOf({ ca, fingerprint }: LoginWords, terminal: Terminal): Promise<ServerTrust> {
  return {
    ...(ca === undefined ? {} : { authorities: (await readArgument(ca, 'The authority')).toString('latin1') }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    onUnverified: (seen) =>
      terminal.say(
        `sluice: nobody vouches for the certificate ${seen}; check it once, then pass it with --fingerprint`,
      ),
  }
}
