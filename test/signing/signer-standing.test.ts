import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RevocationReason } from '../../src/signing/revocation.ts'
import { type KnownStanding, type RevocationPolicy, signerCounts } from '../../src/signing/signer-standing.ts'

const SEALED = new Date('2026-11-23T12:00:00Z')
const hours = (count: number): Date => new Date(SEALED.getTime() + count * 3_600_000)
const policy = (revocation: RevocationPolicy['revocation']): RevocationPolicy => ({ revocation, recheckHours: 24 })
const answered = { source: 'http://ca.example/crl', statedAt: hours(-30), checkedAt: hours(-2), revoked: null }
const good: KnownStanding = { ...answered, status: 'good' }
const silent: KnownStanding = { status: 'unknown', source: null, statedAt: null, checkedAt: null, revoked: null }
const notOffered: KnownStanding = { ...silent, status: 'notOffered', checkedAt: hours(-900) }
function revoked(at: Date, reason: RevocationReason = 'unspecified'): KnownStanding {
  return { ...answered, status: 'revoked', revoked: { at, reason } }
}

describe('rule 28.2 whether a certificate counts', () => {
  // biome-ignore format: a table
  test.each<[string, KnownStanding | null, string, string, string]>([
    //                                                                            required   ifKnown    off
    ['good, two hours ago',               good,                                    'counts',  'counts',  'counts'],
    ['good, at the limit of its age',     { ...good, checkedAt: hours(-24) },      'counts',  'counts',  'counts'],
    ['good, but older',                   { ...good, checkedAt: hours(-24.001) },  'waits',   'counts',  'counts'],
    ['good, asked after the seal',        { ...good, checkedAt: hours(5) },        'counts',  'counts',  'counts'],
    ['never heard of',                    null,                                    'waits',   'counts',  'counts'],
    ['asked about, but nobody answered',  silent,                                  'waits',   'counts',  'counts'],
    ['nobody can be asked',               notOffered,                              'counts',  'counts',  'counts'],
    ['revoked before the seal',           revoked(hours(-1)),                      'revoked', 'revoked', 'counts'],
    ['revoked at its very instant',       revoked(SEALED),                         'revoked', 'revoked', 'counts'],
    ['revoked after the seal',            revoked(hours(0.001)),                   'counts',  'counts',  'counts'],
    ['replaced after the seal',           revoked(hours(1), 'superseded'),         'counts',  'counts',  'counts'],
    ['put on hold before the seal',       revoked(hours(-1), 'certificateHold'),   'revoked', 'revoked', 'counts'],
    ['put on hold after the seal',        revoked(hours(1), 'certificateHold'),    'counts',  'counts',  'counts'],
    ['its key stolen, noticed later',     revoked(hours(1), 'keyCompromise'),      'revoked', 'revoked', 'counts'],
    ['its authority broken, later',       revoked(hours(1), 'cACompromise'),       'revoked', 'revoked', 'counts'],
    ['its attributes broken, later',      revoked(hours(1), 'aACompromise'),       'revoked', 'revoked', 'counts'],
  ])('%s', (_, known, required, ifKnown, off) => {
    const outcomes = (['required', 'ifKnown', 'off'] as const).map((way) => signerCounts(known, SEALED, policy(way)))
    expect(outcomes).toEqual([required, ifKnown, off])
  })

  test('without a revocation nothing is ever said against it', () => {
    const instant = fc.option(fc.date({ noInvalidDate: true }))
    const status = fc.constantFrom('good' as const, 'unknown' as const, 'notOffered' as const)
    const way = fc.constantFrom('required' as const, 'ifKnown' as const, 'off' as const)
    fc.assert(
      fc.property(
        status,
        instant,
        way,
        fc.double({ min: 0.05, max: 8784, noNaN: true }),
        (is, at, revocation, recheckHours) => {
          const known = { ...silent, status: is, checkedAt: at }
          return signerCounts(known, SEALED, { revocation, recheckHours }) !== 'revoked'
        },
      ),
    )
  })
})
