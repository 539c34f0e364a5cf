/** A sender's connections to the gateway, opened when a scene first needs them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemoteClient } from '../../endpoints/files/remote-client.ts'
import { connectFtp } from '../../endpoints/ftp/client.ts'
import { connectSftp } from '../../endpoints/sftp/client.ts'
import type { ExampleSender } from './example.ts'
import type { GatewayProcess } from './gateway-process.ts'
import type { Way } from './scenes.ts'

export type Connections = AsyncDisposable & { over(way: Way): Promise<RemoteClient> }

/** `folder`: the gateway's, in which the certificate lies by which its clients know it. */
export function connectionsOf(gateway: GatewayProcess, folder: string, sender: ExampleSender): Connections {
  const open = new Map<Way, Promise<RemoteClient>>()
  return {
    over(way) {
      const client = open.get(way) ?? connect(gateway, folder, sender, way)
      open.set(way, client)
      return client
    },
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
  way: Way,
): Promise<RemoteClient> {
  if (way === 'sftp') return connectSftp({ ...addresses.sftp, user: userName, credential: { privateKey: sshKey } })
  if (!ftp) throw new TypeError('this sender has no FTP channel')
  const authorities = await readFile(join(folder, 'certs', 'tls.crt'), 'latin1')
  return connectFtp({ ...addresses.ftp, ...ftp, tls: way === 'ftps' ? { authorities } : null })
}
