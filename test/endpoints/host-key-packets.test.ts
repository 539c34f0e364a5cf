import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Packet, readPacketTexts } from '../../src/endpoints/sftp/host-key-packets.ts'

test('strings are read as they were written, and anything else is none', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1 }), fc.nat(), (texts, cut) => {
      const { bytes } = new Packet().texts(...texts)
      expect(readPacketTexts(bytes).map((text) => [...text])).toEqual(texts.map((text) => [...text]))
      const short = readPacketTexts(bytes.subarray(0, cut % bytes.length))
      expect(short.length).toBeLessThan(texts.length)
    }),
  )
})

test('a packet has its octets, texts and flags in order', () => {
  expect(new Packet(80).texts(Buffer.from('ab')).flag(true).flag(false).bytes.toString('hex')).toBe(
    '500000000261620100',
  )
})
