import { expect, test } from 'vitest'
import { DataPacket } from '../../src/endpoints/sftp/answers.ts'

test('the answer to a READ is made where the bytes were read', () => {
  const data = new DataPacket(7, 6)
  data.room.set(Buffer.from('abcdef'))
  const packet = data.holding(6)
  expect(packet).toEqual(Buffer.from('\0\0\0\x0f\x67\0\0\0\x07\0\0\0\x06abcdef', 'latin1'))
  expect(packet.buffer).toBe(data.room.buffer)
})

test('a hardly used room is not held by what goes out: a client that does not read must not keep it', () => {
  const data = new DataPacket(7, 261_120)
  data.room.set(Buffer.from('a'))
  const packet = data.holding(1)
  expect(packet).toEqual(Buffer.from('\0\0\0\x0a\x67\0\0\0\x07\0\0\0\x01a', 'latin1'))
  expect(packet.buffer).not.toBe(data.room.buffer)
})
