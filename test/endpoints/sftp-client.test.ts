import { createServer } from 'node:net'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { connectSftp } from '../../src/endpoints/sftp/client.ts'
import { makeUserKey } from '../../src/endpoints/sftp/user-key.ts'

test('a connection that ends while we log in is told, not waited for', async () => {
  const key = await makeUserKey('somebody')
  await using server = await endingAtLogin(key.privateKey)
  const connecting = connectSftp({ host: '127.0.0.1', port: server.port, user: 'somebody', credential: key })
  await expect(connecting).rejects.toMatchObject({ name: 'Unavailable' })
})

/** As a gateway that dies: the connection just ends. */
async function endingAtLogin(hostKey: string) {
  const ssh = new ssh2.Server({ hostKeys: [hostKey] })
  const server = createServer((socket) => {
    ssh.once('connection', (client) => {
      client.on('authentication', () => socket.end())
      client.on('error', () => {})
    })
    ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
