/** Sessions of a real client, cut at every byte: only the announced end counts (RFC 8446 §6.1, case F7). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TlsRecords } from '../../../src/endpoints/ftp/tls-records.ts'
import type { TlsVersion } from './support/client.ts'
import { type Recording, recorder } from './support/tls-recording.ts'

const record = await recorder()
const HEADER_BYTES = 5

describe.each<TlsVersion>(['TLSv1.2', 'TLSv1.3'])('%s', (version) => {
  describe.each<[string, readonly number[]]>([
    ['nothing', []],
    ['one byte', [1]],
    ['two bytes, as an alert has', [2]],
    ['two bytes at the end', [100, 2]],
    ['two bytes at the beginning', [2, 100]],
    ['two bytes, twice', [2, 2]],
    ['nothing but two bytes', [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]],
    ['as much as the end of a handshake', [36]],
    ['as much as the longer end of a handshake', [52]],
    ['a handshake and two bytes', [36, 2]],
    ['two bytes more than a handshake', [38]],
    ['more records than are remembered', [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 2]],
    ['a large record', [16_000]],
  ])('%s', (_, lengths) => {
    const data = lengths.map((length) => Buffer.alloc(length, 'x'))

    test('announced', async () => {
      const { bytes, ...session } = await record(version, data, true)
      expect(cutsThatCount(version, { bytes, ...session })).toEqual([bytes.length])
    })

    test('cut off', async () => {
      expect(cutsThatCount(version, await record(version, data, false))).toEqual([])
    })

    test('in a session that was resumed', async () => {
      const { session } = await record(version, [Buffer.from('first')], true)
      expect(session).toBeInstanceOf(Buffer)
      const { bytes, ...resumed } = await record(version, data, true, session)
      expect(cutsThatCount(version, { bytes, ...resumed })).toEqual([bytes.length])
      expect(cutsThatCount(version, await record(version, data, false, session))).toEqual([])
    })
  })

  test('wherever the packets are cut', async () => {
    const recording = await record(version, [Buffer.from('a declaration'), Buffer.from('GO')], true)
    const { bytes } = recording
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const records = new TlsRecords()
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length]
        for (const [index, end] of places.slice(1).entries()) records.see(bytes.subarray(places[index], end))
        expect(records.endWasAnnounced(version, 15)).toBe(true)
      }),
    )
  })
})

/** Where the connection could have been cut so that the upload counts as whole. */
function cutsThatCount(version: TlsVersion, recording: Recording): number[] {
  const { bytes } = recording
  const counted: number[] = []
  const records = new TlsRecords()
  for (let at = 0; at <= bytes.length; at++) {
    if (at > 0) records.see(bytes.subarray(at - 1, at))
    if (records.endWasAnnounced(version, dataWithin(recording, at))) counted.push(at)
  }
  return counted
}

/** How many bytes of data come out of the first `at` bytes: those of whole records behind the handshake. */
function dataWithin({ bytes, data, isAnnounced }: Recording, at: number): number {
  const ends = recordEnds(bytes)
  const handshakeRecords = ends.length - data.length - (isAnnounced ? 1 : 0)
  const whole = ends.filter((end) => end <= at).length - handshakeRecords
  return data.slice(0, Math.max(0, whole)).reduce((sum, length) => sum + length, 0)
}

function recordEnds(bytes: Buffer): number[] {
  const ends: number[] = []
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    at += HEADER_BYTES + bytes.readUInt16BE(at + 3)
    ends.push(at)
  }
  return ends
}
