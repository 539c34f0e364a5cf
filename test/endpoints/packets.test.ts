import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FieldReader, PacketCutter, packetOf, string, uint32, uint64 } from '../../src/endpoints/sftp/packets.ts'

test('packets are cut the same however the bytes arrive', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 60 }),
      (bodies, sizes) => {
        const stream = Buffer.concat(bodies.flatMap((body) => [uint32(body.length), body]))
        expect(cut(piecesOf(stream, sizes)).map((packet) => packet.toString('hex'))).toEqual(
          bodies.map((body) => Buffer.from(body).toString('hex')),
        )
      },
    ),
  )
})

test.each([0, 101, 0xffff_ffff])(
  'a declared length of %d bytes is refused before anything is kept (case S12)',
  (length) => {
    const cutter = new PacketCutter(100)
    cutter.feed(uint32(length))
    expect(cutter.next()).toBe('tooLong')
  },
)

test('a packet of exactly the limit is taken', () => {
  const cutter = new PacketCutter(100)
  cutter.feed(Buffer.concat([uint32(100), Buffer.alloc(100, 7)]))
  expect(cutter.next()).toEqual(Buffer.alloc(100, 7))
})

test('fields come back as they were written', () => {
  fc.assert(
    fc.property(
      fc.nat(0xffff_ffff),
      fc.nat(Number.MAX_SAFE_INTEGER),
      fc.uint8Array({ maxLength: 300 }),
      (small, large, bytes) => {
        const packet = packetOf(9, uint32(small), uint64(large), string(bytes))
        const reader = new FieldReader(packet, 5)
        expect([reader.uint32(), reader.uint64(), reader.bytes(), reader.broken]).toEqual([
          small,
          large,
          Buffer.from(bytes),
          false,
        ])
      },
    ),
  )
})

test('names are bytes: two that differ never become one (case N7)', () => {
  const names = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff), Buffer.from('\ufffd\ufffd'), Buffer.of(0xc3, 0x28)]
  const read = names.map((name) => new FieldReader(packetOf(1, string(name)), 5).path())
  expect(new Set(read).size).toBe(names.length)
  expect(read.map((path) => Buffer.from(path, 'latin1'))).toEqual(names)
})

test('reading beyond the end gives empty values and is noticed', () => {
  const reader = new FieldReader(Buffer.of(0, 0, 0, 9, 1), 0)
  expect([reader.bytes(), reader.uint32(), reader.uint64(), reader.broken]).toEqual([Buffer.alloc(0), 0, 0, true])
})

function cut(pieces: readonly Buffer[]): Buffer[] {
  const cutter = new PacketCutter(1000)
  return pieces.flatMap((piece) => {
    cutter.feed(piece)
    const packets: Buffer[] = []
    for (let packet = cutter.next(); packet instanceof Buffer; packet = cutter.next()) packets.push(packet)
    return packets
  })
}

function piecesOf(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let start = 0, turn = 0; start < stream.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(stream.subarray(start, start + size))
    start += size
  }
  return pieces
}
