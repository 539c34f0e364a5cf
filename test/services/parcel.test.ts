import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Corrupt } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope, Facts, Verdict } from '../../src/batch/facts.ts'
import { parcelOf } from '../../src/services/parcel.ts'
import { verdictOf } from '../stages/a-set.ts'

const CLAIM = {
  deliveryId: 'delivery',
  submissionId: 'submission',
  service: 'DMFA',
  sender: '123456',
  idempotencyKey: 'key',
  attempts: 1,
  environment: 'R' as const,
  fence: 1,
  isDoubtful: false,
  isProbe: false,
  targetFailures: 0,
}
const NAMES = [
  'FI.DMFA.123456.20260105.00001.R.1.1',
  'FS.DMFA.123456.20260105.00001.R.1.1',
  'GO.DMFA.123456.20260105.00001.R.1',
]

test('a parcel holds FI and FS, not the trigger, and tells who sent what by which channel', () => {
  const parcel = parcelOf(CLAIM, facts(), spool)
  expect(parcel.files.map(({ name }) => name)).toEqual(NAMES.slice(0, 2))
  expect(JSON.parse(parcel.description.toString())).toEqual({
    version: 1,
    idempotencyKey: 'key',
    submissionId: 'submission',
    service: 'DMFA',
    sender: '123456',
    environment: 'R',
    ticket: 'SLU000000001A',
    setKey: 'DMFA.123456.20260105.00001.R',
    sealedAt: '2026-01-05T10:00:00.000Z',
    judgedAt: '2026-01-05T10:00:01.000Z',
    files: NAMES.slice(0, 2).map((name) => ({
      name,
      sha256: sha256(name),
      bytes: 3,
      channel: 'sftp',
      receivedAt: '2026-01-05T09:59:58.000Z',
    })),
  })
})

test('every attempt hands over the same bytes, and the later ones say that there was an earlier one', () => {
  const [first, again] = [CLAIM, { ...CLAIM, fence: 9 }].map((claim) => parcelOf(claim, facts(), spool))
  expect(again?.description).toEqual(first?.description)
  expect([first?.isFirstAttempt, again?.isFirstAttempt]).toEqual([true, false])
})

test.each<[string, Facts]>([
  ['no facts', {}],
  ['a rejected set', facts(NAMES, 'rejected')],
  ['a set without declaration', facts(NAMES.slice(1))],
  ['a name that is a path', facts(['FI../../x'])],
])('%s makes no parcel', (_what, given) => {
  expect(() => parcelOf(CLAIM, given, spool)).toThrow(Corrupt)
})

const spool = { stream: () => Readable.from([]), read: async () => Buffer.alloc(0) }

function facts(names: readonly string[] = NAMES, outcome: Verdict['outcome'] = 'accepted'): Facts {
  const member = (name: string): Envelope['members'][number] => ({
    fileId: 'file',
    name,
    sha256: sha256(name),
    bytes: 3,
    overLimit: false,
    channel: 'sftp',
    receivedAt: '2026-01-05T09:59:58.000Z',
  })
  const envelope: Envelope = {
    sender: '123456',
    environment: 'R',
    rawKey: 'key',
    routable: true,
    members: names.map(member),
    sealedAt: '2026-01-05T10:00:00.000Z',
    why: 'complete',
    rights: sha256('rights'),
    ticket: 'SLU000000001A',
  }
  return { envelope, verdict: verdictOf({ outcome }) }
}
