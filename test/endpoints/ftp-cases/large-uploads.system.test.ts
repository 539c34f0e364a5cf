/** Every byte of a large upload is where it was in the file, however it came and however slow the store takes it. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { memoryFiles } from '../support/memory-files.ts'
import { member, type RawClient, visit } from './raw-client.ts'
import { startFtp } from './rig.ts'

const CONTENT = randomBytes(3_000_003)
const KIB = 1024

type Way = {
  readonly enter: (port: number) => Promise<RawClient>
  readonly open: (client: RawClient) => Promise<Socket>
}

const passive = async (client: RawClient): Promise<Socket> => (await client.transfer('STOR one')).stream

const WAYS: Readonly<Record<string, Way>> = {
  'a passive connection': { enter: (port) => member(port), open: passive },
  'an active connection': { enter: (port) => member(port), open: active },
  'a passive connection under TLS': { enter: secured, open: passive },
}

const SPEEDS = [
  ['at once', 0, 8 * KIB * KIB],
  ['slowly', 4, 8 * KIB * KIB],
  ['slowly, and little at a time', 4, 100 * KIB],
] as const

test.each(Object.entries(WAYS).flatMap(([name, way]) => SPEEDS.map((speed) => [name, ...speed, way] as const)))(
  'an upload over %s that the store takes %s is whole',
  async (_name, _speed, turns, inFlightBytes, way) => {
    const files = memoryFiles({
      onWrite: async () => {
        for (let turn = 0; turn < turns; turn++) await setImmediate()
      },
    })
    await using scene = await startFtp({ files: () => files, limits: { inFlightBytes } })
    await using client = await way.enter(scene.port)
    const data = await way.open(client)
    for (let at = 0; at < CONTENT.length; at += 90_001) {
      if (!data.write(CONTENT.subarray(at, at + 90_001))) await once(data, 'drain')
    }
    data.end()
    expect(await client.code()).toBe('226')
    expect(files.contents.get('/one')?.equals(CONTENT)).toBe(true)
  },
)

async function secured(port: number): Promise<RawClient> {
  const client = await visit(port)
  await client.goPrivate()
  return client
}

async function active(client: RawClient): Promise<Socket> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await client.ask(`PORT 127,0,0,1,${port >> 8},${port & 255}`)
  client.send('STOR one')
  const [[socket]] = await Promise.all([once(server, 'connection'), client.reply()])
  server.close()
  return socket as Socket
}
