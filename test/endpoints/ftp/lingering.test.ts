import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { lingering } from '../../../src/endpoints/ftp/lingering.ts'
import type { DataConnection } from '../../../src/endpoints/ftp/secure-data.ts'

test('a client that closes its side is let go at once', async () => {
  const data = connection()
  lingering(visit(30), data)
  data.stream.push('what nobody asked for')
  data.stream.push(null)
  await once(data.stream, 'close')
  expect(data.stream.destroyed).toBe(true)
})

test('a client that had closed its side before is let go at once', async () => {
  const data = connection()
  data.stream.push(null)
  data.stream.resume()
  await once(data.stream, 'end')
  lingering(visit(30), data)
  expect(data.stream.destroyed).toBe(true)
})

test('one that never closes is let go when the time is over', async () => {
  const data = connection()
  lingering(visit(0.01), data)
  await once(data.stream, 'close')
  expect(data.stream.destroyed).toBe(true)
})

test('one connection of a session lingers, not more', () => {
  const host = visit(30)
  const [first, second] = [connection(), connection()]
  lingering(host, first)
  expect(first.stream.destroyed).toBe(false)
  lingering(host, second)
  expect([first.stream.destroyed, second.stream.destroyed]).toEqual([true, false])
  second.destroy()
})

function visit(dataSeconds: number): Parameters<typeof lingering>[0] {
  return { lingering: null, house: { limits: { dataSeconds } } }
}

/** Its other half stays open, as after our last byte. */
function connection(): DataConnection {
  const stream = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() })
  return { stream, receive: () => {}, howItEnded: () => 'whole', destroy: () => void stream.destroy() }
}
