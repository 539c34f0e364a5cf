/** How a sender's words on the command line become a connection to the gateway: SFTP with a key, FTP with a password, the web service with a signed assertion. */
import { readFile } from 'node:fs/promises'
import type { RemoteClient } from '../endpoints/files/remote-client.ts'
import type { ServerTrust } from '../endpoints/files/server-trust.ts'
import type { WebClient } from '../endpoints/web/client/web-client.ts'
import { codeOf, readArgument } from './input.ts'
import { RefusedCommand } from './refused-command.ts'
import type { Terminal } from './terminal.ts'

export type LoginWords = {
  readonly sftp?: string
  readonly ftp?: string
  readonly web?: string
  readonly user?: string
  readonly sshKey?: string
  readonly hostKey?: string
  readonly passwordFile?: string
  readonly tls?: boolean
  readonly clientId?: string
  readonly key?: string
  readonly ca?: string
  readonly fingerprint?: string
}

export type WayName = 'sftp' | 'ftp' | 'web'

type Address = { readonly host: string; readonly port: number }

/** What each way needs, and what belongs to the others. */
// biome-ignore format: a table
const WAYS = {
  sftp: { needs: ['user', 'sshKey'],       foreign: ['passwordFile', 'tls', 'ca', 'fingerprint', 'clientId', 'key'] },
  ftp:  { needs: ['user', 'passwordFile'], foreign: ['sshKey', 'hostKey', 'clientId', 'key'] },
  web:  { needs: ['clientId', 'key'],      foreign: ['user', 'sshKey', 'hostKey', 'passwordFile', 'tls'] },
} as const

// biome-ignore format: a table
const OPTIONS: Readonly<Record<string, string>> = {
  user: '--user', sshKey: '--ssh-key', hostKey: '--host-key', passwordFile: '--password-file', tls: '--tls',
  clientId: '--client-id', key: '--key', ca: '--ca', fingerprint: '--fingerprint',
}

/** Over SFTP or FTP. Throws `RefusedCommand` when the words do not fit together, `Unavailable` when the gateway does not let us in. */
export async function connectToGateway(words: LoginWords, terminal: Terminal): Promise<RemoteClient> {
  return wayOf(words) === 'sftp' ? await bySftp(words, terminal) : await byFtp(words, terminal)
}

/** The same over the web service. */
export async function connectToWeb(words: LoginWords, terminal: Terminal): Promise<WebClient> {
  const { web = '', clientId = '', key: file = '' } = words
  const url = webAddressOf(web)
  const { connectWeb, readSigningKey } = await import('../endpoints/web/client/web-client.ts')
  const key = readSigningKey((await readArgument(file, 'The key')).toString('latin1'))
  if (!key.ok) throw new RefusedCommand(`The key ${file} cannot be used: ${key.problem}.`)
  return await connectWeb({ url, clientId, key: key.value, trust: await trustOf(words, terminal) })
}

/** Which protocol the words name; refuses what does not go with it. */
export function wayOf(words: LoginWords): WayName {
  const named = (['sftp', 'ftp', 'web'] as const).filter((way) => words[way] !== undefined)
  const [way] = named
  if (way === undefined || named.length > 1)
    throw new RefusedCommand('Name the gateway once: --sftp HOST:PORT, --ftp HOST:PORT or --web URL.')
  const { needs, foreign } = WAYS[way]
  const missing = needs.find((name) => words[name] === undefined)
  if (missing) throw new RefusedCommand(`--${way} needs ${OPTIONS[missing]}.`)
  const surplus = foreign.find((name) => words[name] !== undefined)
  if (surplus) throw new RefusedCommand(`${OPTIONS[surplus]} does not go with --${way}.`)
  if (way === 'ftp' && !words.tls && (words.ca !== undefined || words.fingerprint !== undefined))
    throw new RefusedCommand('--ca and --fingerprint are about TLS: add --tls.')
  return way
}

/** `https://host:port`: the gateway's own address, to which the paths of the web service are added. */
export function webAddressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url
  throw new RefusedCommand('--web takes an address such as https://gateway.example.org:8443, without a path.')
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
  { sftp = '', user = '', sshKey = '', hostKey }: LoginWords,
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
  const { ftp = '', user = '', passwordFile = '', tls = false } = words
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
