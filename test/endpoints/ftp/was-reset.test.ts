/** Holds the private part of Node that `was-reset.ts` relies on, with real connections. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { wasReset } from '../../../src/endpoints/ftp/was-reset.ts'

test.each<[string, boolean, (client: Socket) => void]>([
  ['was closed, with all its data', false, (client) => void client.end('data')],
  ['was closed, with nothing', false, (client) => void client.end()],
  ['was reset behind its data', true, (client) => client.write('data', () => reset(client))],
  ['was reset', true, reset],
])('a connection that %s (case F7)', async (_, expected, leave) => {
  await using pair = await connected()
  const over = new Promise<void>((resolve) => pair.server.once('end', resolve).once('error', () => resolve()))
  pair.server.resume()
  leave(pair.client)
  await over
  expect(wasReset(pair.server)).toBe(expected)
})

/** Node's own `resetAndDestroy` says that the stream has ended first. */
function reset(client: Socket): void {
  Object.assign(client, { resetAndClosing: true }).destroy()
}

async function connected(): Promise<AsyncDisposable & { readonly client: Socket; readonly server: Socket }> {
  const listener = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1')
  const [[server]] = (await Promise.all([once(listener, 'connection'), once(client, 'connect')])) as [[Socket], unknown]
  expect(server.remoteAddress).toBe('127.0.0.1')
  return {
    client,
    server,
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      server.destroy()
      listener.close()
    },
  }
}
