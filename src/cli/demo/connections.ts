/** A sender's connections to the gateway, opened when a scene first needs them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemoteClient } from '../../endpoints/files/remote-client.ts'
import { connectFtp } from '../../endpoints/ftp/client.ts'
import { connectSftp } from '../../endpoints/sftp/client.ts'
import { connectWeb, readSigningKey, type WebClient } from '../../endpoints/web/client/web-client.ts'
import type { ExampleSender } from './example.ts'
import type { GatewayProcess } from './gateway-process.ts'
import type { Way } from './scenes.ts'

export type Connections = AsyncDisposable & {
  over(way: Exclude<Way, 'web'>): Promise<RemoteClient>
  web(): Promise<WebClient>
}

type Connection = RemoteClient | WebClient

/** `folder`: the gateway's, in which the certificate lies by which its clients know it. */
export function connectionsOf(gateway: GatewayProcess, folder: string, sender: ExampleSender): Connections {
  const open = new Map<Way, Promise<Connection>>()
  const once = <Client extends Connection>(way: Way, connect: () => Promise<Client>): Promise<Client> => {
    const client = (open.get(way) as Promise<Client> | undefined) ?? connect()
    open.set(way, client)
    return client
  }
  return {
    over: (way) => once(way, () => connect(gateway, folder, sender, way)),
    web: () => once('web', () => connectOverWeb(gateway, folder, sender)),
    async [Symbol.asyncDispose]() {
      for (const client of await Promise.allSettled(open.values()))
        if (client.status === 'fulfilled') await client.value[Symbol.asyncDispose]()
    },
  }
}

async function connect(
  { addresses }: GatewayProcess,
  folder: string,
  { userName, sshKey, ftp }: ExampleSender,
  way: Exclude<Way, 'web'>,
): Promise<RemoteClient> {
  if (way === 'sftp') return connectSftp({ ...addresses.sftp, user: userName, credential: { privateKey: sshKey } })
  if (!ftp) throw new TypeError('this sender has no FTP channel')
  return connectFtp({ ...addresses.ftp, ...ftp, tls: way === 'ftps' ? await trustIn(folder) : null })
}

/** With the key of its certificate. */
export async function connectOverWeb(
  { addresses }: Pick<GatewayProcess, 'addresses'>,
  folder: string,
  { clientId, signing }: Pick<ExampleSender, 'clientId' | 'signing'>,
): Promise<WebClient> {
  const key = readSigningKey(signing.keyPem)
  if (clientId === null || !key.ok) throw new TypeError('this sender has no web channel')
  const url = new URL(`https://${addresses.web.host}:${addresses.web.port}`)
  return await connectWeb({ url, clientId, key: key.value, trust: await trustIn(folder) })
}

async function trustIn(folder: string): Promise<{ authorities: string }> {
  return { authorities: await readFile(join(folder, 'certs', 'tls.crt'), 'latin1') }
}
