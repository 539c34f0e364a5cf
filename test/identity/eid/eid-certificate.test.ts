import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eidIdentity, verifyEidCertificate } from '../../../src/identity/eid/eid-certificate.ts'
import { bitString } from '../../../src/signing/der.ts'
import { extension } from '../../../src/signing/write-certificate.ts'
import {
  authority,
  CLIENT,
  constraints,
  days,
  type Holder,
  type Issue,
  nameOf,
  OCSP_SIGNING,
  purposes,
  USAGE,
  usage,
} from '../../signing/authorities.ts'
import { AUTHENTICATION, card, citizens, outcome, PERSON, root, rules, SSIN } from './cards.ts'

const verified = async (holder: Holder, presented: readonly Holder[] = []): Promise<unknown> =>
  outcome(
    await verifyEidCertificate(
      holder.certificate.der,
      rules(),
      presented.map(({ certificate }) => certificate.der),
    ),
  )

test.each(['P-384', 'P-256', 'rsa'] as const)(
  'a card with a key of the kind %s tells who holds it',
  async (keyType) => {
    const holder = card({ keyType })
    expect(await verified(holder)).toEqual({
      ...{ ssin: SSIN, lastName: 'Peeters', firstName: 'Alix' },
      certificateSha256: holder.certificate.sha256,
    })
  },
)

test('an authority that the card brings along serves when a root that is trusted certified it', async () => {
  const foreigners = authority('Foreigner CA', root)
  expect(await verified(card({ by: foreigners }))).toBe('eidUntrusted')
  expect(await verified(card({ by: foreigners }), [foreigners])).toMatchObject({ ssin: SSIN })
})

test('a card is a subject of its own, and its holder is found by the number', async () => {
  const { certificate } = card()
  const holder = await verifyEidCertificate(certificate.der, rules())
  expect(holder.ok && eidIdentity(holder.value, rules())).toEqual({
    ...{ issuer: 'urn:be:eid', subject: certificate.sha256, ssin: SSIN, method: 'eid', assurance: 500 },
  })
})

const stranger = authority('Belgium Root CA')
const impostor = authority('Citizen CA', stranger)
const withUsage = (bits: readonly [number, number]): Partial<Issue> => ({ extensions: [usage(bits), purposes(CLIENT)] })
const named = (more: Partial<Record<keyof typeof PERSON, string>>): Partial<Issue> => ({
  name: nameOf({ ...PERSON, ...more }),
})
const { serialNumber: _, ...nameless } = PERSON

// biome-ignore format: a table
const REFUSED: readonly (readonly [string, string, Holder])[] = [
  ['of another root',                 'eidUntrusted', card({ by: impostor })],
  ['that signed itself',              'eidUntrusted', authority('Alix', undefined, { name: nameOf(PERSON), extensions: AUTHENTICATION })],
  ['that has expired',                'eidExpired',   card({ until: days(-1) })],
  ['for signatures',                  'eidUnfit',     card(withUsage(USAGE.nonRepudiation))],
  ['for both uses',                   'eidUnfit',     card(withUsage([0xc0, 6]))],
  ['without key usage',               'eidUnfit',     card({ extensions: [purposes(CLIENT)] })],
  ['without extended key usage',      'eidUnfit',     card({ extensions: [usage(USAGE.authentication)] })],
  ['for another purpose',             'eidUnfit',     card({ extensions: [usage(USAGE.authentication), purposes(OCSP_SIGNING)] })],
  ['of an authority',                 'eidUnfit',     card({ extensions: [constraints(), ...AUTHENTICATION] })],
  ['with an unreadable key usage',    'eidUnfit',     card({ extensions: [extension('2.5.29.15', bitString(Buffer.alloc(9))), purposes(CLIENT)] })],
  ['without national number',         'eidNoNumber',  card({ name: nameOf(nameless) })],
  ['with a false national number',    'eidNoNumber',  card(named({ serialNumber: '85073000161' }))],
  ['with a number in another form',   'eidNoNumber',  card(named({ serialNumber: '85.07.30-001.60' }))],
]

// Holds rule 11.12.
test.each(REFUSED)('a certificate %s lets nobody in', async (_, key, holder) => {
  expect(await verified(holder, [impostor, stranger])).toBe(key)
})

test('what stands between card and root must be an authority that is valid', async () => {
  const old = authority('Old CA', root, { until: days(-1) })
  const other = card()
  expect(await verified(card({ by: old }), [old])).toBe('eidExpired')
  expect(await verified(card({ by: other }), [other])).toBe('eidUnfit')
  expect(await verified(card({ by: authority('Below', citizens) }), [])).toBe('eidUntrusted')
})

test('arbitrary bytes are refused, never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(outcome(await verifyEidCertificate(bytes, rules()))).toBe('eidUnreadable')
    }),
  )
})
