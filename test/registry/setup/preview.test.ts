import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/base/hashes.ts'
import { CHANNEL_TYPES } from '../../../src/batch/channel.ts'
import { ENVIRONMENTS } from '../../../src/batch/environment.ts'
import type { Rights } from '../../../src/batch/rights.ts'
import type { SentSets } from '../../../src/batch/sent-sets.ts'
import {
  codesAgainst,
  previewOf,
  refusedBy,
  rightsAfter,
  type SetupChange,
} from '../../../src/registry/setup/preview.ts'
import { channelIsRegistered } from '../../../src/stages/checks/channel-is-registered.ts'
import { environmentIsOpen } from '../../../src/stages/checks/environment-is-open.ts'
import type { JudgeFacts } from '../../../src/stages/checks/facts.ts'
import { senderIsActive } from '../../../src/stages/checks/sender-is-active.ts'
import { serviceIsChosen } from '../../../src/stages/checks/service-is-chosen.ts'

const SERVICES = ['DMFA', 'DIMN', 'WECH']
const [OLD, NEW] = [sha256('old'), sha256('new')]

const RIGHTS: Rights = {
  sender: { number: '123456', state: 'active' },
  quality: { code: 'QUAL_EMP_NOSS', state: 'active' },
  enterprise: { number: '0206731645', state: 'active' },
  channels: [
    { type: 'sftp', state: 'active' },
    { type: 'web', state: 'active' },
  ],
  bindings: ['DMFA', 'DIMN'].flatMap((service) =>
    (['R', 'T'] as const).flatMap((environment) =>
      (['sftp', 'web'] as const).map((channel) => ({ service, environment, channel })),
    ),
  ),
  certificates: [OLD, NEW].map((hash) => ({ sha256: hash, der: '', usages: ['signature'], state: 'valid' })),
}

const at = (day: number) => new Date(Date.UTC(2026, 10, day))
const heap = (parts: Partial<SentSets> = {}): SentSets => ({
  ...{ service: 'DMFA', environment: 'R', channels: ['sftp'], signers: [NEW], count: 3 },
  newest: [3, 2, 1].map((day) => ({ name: `DMFA.123456.2026110${day}.00001.R`, sealedAt: at(day) })),
  ...parts,
})

describe('what a change would have refused', () => {
  // biome-ignore format: a table
  test.each<[string, SetupChange, Partial<SentSets>, readonly number[]]>([
    ['a suspended channel',            { kind: 'suspendChannel', channel: 'sftp' },            {},                               [249]],
    ['another channel suspended',      { kind: 'suspendChannel', channel: 'web' },             {},                               []],
    ['a set over both ways',           { kind: 'suspendChannel', channel: 'web' },             { channels: ['sftp', 'web'] },    [249]],
    ['a removed channel',              { kind: 'removeChannel', channel: 'sftp' },             {},                               [249]],
    ['a replaced channel',             { kind: 'replaceChannel', from: 'sftp', to: 'ftp' },    {},                               [249]],
    ['another channel replaced',       { kind: 'replaceChannel', from: 'web', to: 'ftp' },     {},                               []],
    ['the certificate that signed',    { kind: 'removeCertificate', sha256: NEW },             {},                               [153]],
    ['another certificate',            { kind: 'removeCertificate', sha256: OLD },             {},                               []],
    ['a certificate, set not signed',  { kind: 'removeCertificate', sha256: NEW },             { signers: [] },                  []],
    ['a service fewer',                { kind: 'changeServices', pairs: [{ service: 'DIMN', environment: 'R' }] }, {},           [154]],
    ['an environment fewer',           { kind: 'changeServices', pairs: [{ service: 'DMFA', environment: 'T' }] }, {},           [168]],
    ['the same services',              { kind: 'changeServices', pairs: RIGHTS.bindings },     {},                               []],
    ['the end',                        { kind: 'stop' },                                       {},                               [103, 154, 249, 153]],
    ['a set that is refused anyway',   { kind: 'changeServices', pairs: [] },                  { service: 'WECH' },              []],
  ])('%s', (_, change, parts, codes) => {
    const sets = heap(parts)
    expect(refusedBy(change, RIGHTS, [sets])).toEqual(codes.length > 0 ? [{ sets, codes }] : [])
  })

  test('is told by number, by code, and by the twenty latest names', () => {
    const many = heap({
      ...{ service: 'DIMN', count: 500 },
      newest: Array.from({ length: 20 }, (_, index) => ({ name: `DIMN.${index}`, sealedAt: at(30 - index) })),
    })
    const preview = previewOf(refusedBy({ kind: 'stop' }, RIGHTS, [heap(), many, heap({ channels: ['ftp'] })]))
    expect({ ...preview, newest: preview.newest.length }).toEqual({
      refused: 503,
      codes: [
        { code: 103, sets: 503 },
        { code: 154, sets: 503 },
        { code: 249, sets: 503 },
        { code: 153, sets: 503 },
      ],
      newest: 20,
    })
    expect(preview.newest.slice(0, 2)).toEqual([
      { name: 'DIMN.0', sealedAt: at(30), codes: [103, 154, 249, 153] },
      { name: 'DIMN.1', sealedAt: at(29), codes: [103, 154, 249, 153] },
    ])
    expect(previewOf([])).toEqual({ refused: 0, codes: [], newest: [] })
  })
})

const services = fc.constantFrom(...SERVICES)
const environments = fc.constantFrom(...ENVIRONMENTS)
const channels = fc.constantFrom(...CHANNEL_TYPES)
const hashes = fc.constantFrom(OLD, NEW)

const anySets = fc
  .record({
    service: services,
    environment: environments,
    channels: fc.uniqueArray(channels, { minLength: 1 }),
    signers: fc.uniqueArray(hashes),
  })
  .map((parts) => heap(parts))

const anyRights = fc
  .record({
    sender: fc.constantFrom('active', 'suspended'),
    quality: fc.constantFrom('active', 'closed'),
    open: fc.uniqueArray(fc.record({ type: channels, state: fc.constantFrom('active', 'suspended') }), {
      selector: ({ type }) => type,
    }),
    bindings: fc.array(fc.record({ service: services, environment: environments, channel: channels })),
    certificates: fc.uniqueArray(hashes),
  })
  .map(
    ({ sender, quality, open, bindings, certificates }): Rights => ({
      ...RIGHTS,
      sender: { number: '123456', state: sender as 'active' },
      quality: { code: 'QUAL_EMP_NOSS', state: quality as 'active' },
      channels: open as Rights['channels'],
      bindings,
      certificates: RIGHTS.certificates.filter((one) => certificates.includes(one.sha256)),
    }),
  )

const anyChange = fc.oneof(
  channels.map((channel): SetupChange => ({ kind: 'suspendChannel', channel })),
  channels.map((channel): SetupChange => ({ kind: 'removeChannel', channel })),
  fc.tuple(channels, channels).map(([from, to]): SetupChange => ({ kind: 'replaceChannel', from, to })),
  hashes.map((hash): SetupChange => ({ kind: 'removeCertificate', sha256: hash })),
  fc
    .array(fc.record({ service: services, environment: environments }))
    .map((pairs): SetupChange => ({ kind: 'changeServices', pairs })),
  fc.constant<SetupChange>({ kind: 'stop' }),
)

test('the judge says the same of the rights after any change', () => {
  fc.assert(
    fc.property(anyChange, anyRights, anySets, (change, rights, sets) => {
      const after = rightsAfter(change, rights)
      expect(codesAgainst(sets, after).filter((code) => code !== 153)).toEqual(judged(sets, after))
    }),
    { numRuns: 2000 },
  )
})

test('a change that removes nothing refuses nothing', () => {
  fc.assert(
    fc.property(anyRights, fc.array(anySets), channels, (rights, sent, channel) => {
      const nothing: SetupChange[] = [{ kind: 'removeCertificate', sha256: sha256('a third') }]
      if (!rights.channels.some(({ type }) => type === channel)) nothing.push({ kind: 'suspendChannel', channel })
      expect(nothing.flatMap((change) => refusedBy(change, rights, sent))).toEqual([])
    }),
  )
})

test('more services than before refuse nothing', () => {
  const uniform = fc.tuple(fc.array(fc.record({ service: services, environment: environments })), anySets)
  fc.assert(
    fc.property(uniform, ([more, sets]) => {
      const change: SetupChange = { kind: 'changeServices', pairs: [...RIGHTS.bindings, ...more] }
      expect(refusedBy(change, RIGHTS, [sets])).toEqual([])
    }),
  )
})

/** The rights round of the real judgement, as far as rights are asked. */
function judged({ service, environment, channels: over }: SentSets, rights: Rights): number[] {
  const facts = {
    rights,
    envelope: { environment, members: over.map((channel) => ({ channel })) },
    service: { code: service, environments: ENVIRONMENTS },
  } as unknown as JudgeFacts
  const checks = [senderIsActive, serviceIsChosen, channelIsRegistered, environmentIsOpen]
  return [...new Set(checks.flatMap((check) => check(facts)).map(({ code }) => code))]
}
