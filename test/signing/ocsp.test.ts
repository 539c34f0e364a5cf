import fc from 'fast-check'
import { expect, test } from 'vitest'
import { integer } from '../../src/signing/der.ts'
import { standingByOcsp } from '../../src/signing/ocsp.ts'
import { certificateId } from '../../src/signing/ocsp-request.ts'
import { extension } from '../../src/signing/write-certificate.ts'
import {
  type Answer,
  authority,
  CLIENT,
  days,
  type Holder,
  type Issue,
  issue,
  minutes,
  NOW,
  nameOf,
  OCSP_SIGNING,
  ocspAnswer,
  purposes,
  USAGE,
  usage,
} from './authorities.ts'

const citizens = authority('Citizen CA')
const name = nameOf({ CN: 'Card' })
const card = issue({ name, by: citizens, extensions: [] })
const neighbour = issue({ name, by: citizens, extensions: [] })
const stranger = authority('Citizen CA')
const nonce = Buffer.alloc(32, 7)

function responder(more: Partial<Issue> = {}): Holder {
  const extensions = [usage(USAGE.authentication), purposes(OCSP_SIGNING)]
  return issue({ name: nameOf({ CN: 'Responder' }), by: citizens, extensions, ...more })
}

function outcome(answer: Answer = {}, signer: Holder = citizens): unknown {
  return judged(ocspAnswer(card.certificate, citizens.certificate, signer, answer))
}

function judged(response: Uint8Array): unknown {
  const asked = { certificate: card.certificate, issuer: citizens.certificate, nonce, now: NOW }
  const standing = standingByOcsp(response, asked)
  return standing.ok ? standing.value : standing.problem
}

const good = { revoked: null, statedAt: minutes(-5), freshUntil: minutes(60) }

test('the issuer itself answers, by name or by key, with the nonce or without', () => {
  expect(outcome()).toEqual(good)
  expect(outcome({ nonce, byKeyHash: true })).toEqual(good)
  expect(outcome({ status: 'revoked' })).toEqual({ ...good, revoked: { at: days(-2), reason: 'unspecified' } })
  const held = outcome({ status: 'revoked', reason: 6 })
  expect(held).toEqual({ ...good, revoked: { at: days(-2), reason: 'certificateHold' } })
})

test('a responder that the issuer appointed answers for it, by an RSA key too', () => {
  const delegate = responder({ keyType: 'rsa' })
  expect(outcome({ attached: [delegate.certificate] }, delegate)).toEqual(good)
})

test('an answer without a next update holds for ten minutes', () => {
  expect(outcome({ until: null })).toEqual({ ...good, freshUntil: minutes(5) })
  expect(outcome({ until: null, from: minutes(-11) })).toBe('stale')
})

const selfMade = responder({ by: stranger })
const unappointed = responder({ extensions: [usage(USAGE.authentication), purposes(CLIENT)] })
const withoutPurpose = responder({ extensions: [usage(USAGE.authentication)] })
const expired = responder({ until: days(-1) })
const noSigner = 'not signed by the issuer or whom it appointed'
const critical = extension('1.2.3.4', integer(1), true)

// biome-ignore format: a table
const REFUSED: readonly (readonly [string, string, () => unknown])[] = [
  ['is about another serial',           'about another certificate', () => judged(ocspAnswer(neighbour.certificate, citizens.certificate, citizens))],
  ['is about another issuer',           'about another certificate', () => outcome({ certificateId: certificateId(card.certificate, authority('X').certificate) })],
  ['answers another nonce',             'the answer to another question', () => outcome({ nonce: Buffer.alloc(32, 8) })],
  ['is stale',                          'stale',  () => outcome({ from: days(-2), until: days(-1) })],
  ['is of the future',                  'stale',  () => outcome({ from: minutes(6) })],
  ['does not know the certificate',     'the responder does not know the certificate', () => outcome({ status: 'unknown' })],
  ['is signed by a namesake',           noSigner, () => outcome({}, stranger)],
  ['brings a self-made responder',      noSigner, () => outcome({ attached: [selfMade.certificate] }, selfMade)],
  ['is signed by a card',               noSigner, () => outcome({ attached: [card.certificate] }, card)],
  ['is signed for another purpose',     noSigner, () => outcome({ attached: [unappointed.certificate] }, unappointed)],
  ['is signed for no purpose',          noSigner, () => outcome({ attached: [withoutPurpose.certificate] }, withoutPurpose)],
  ['is of an expired responder',        noSigner, () => outcome({ attached: [expired.certificate] }, expired)],
  ['demands what is not known here',    'a critical extension that is not known here', () => outcome({ extensions: [critical] })],
  ['only excuses itself',               'the responder has no answer', () => judged(Buffer.from('30030a0106', 'hex'))],
]

test.each(REFUSED)('case C8: a response is not believed that %s', (_, problem, seen) => {
  expect(seen()).toBe(problem)
})

test('case C8: no octet of what is signed can be changed', () => {
  const response = ocspAnswer(card.certificate, citizens.certificate, citizens, { status: 'revoked', nonce })
  fc.assert(
    fc.property(fc.nat(response.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(response)
      changed[at] = (changed[at] ?? 0) ^ change
      expect(judged(changed)).not.toMatchObject({ revoked: false })
    }),
  )
})

test('arbitrary bytes are a problem, never an exception', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof judged(bytes) === 'string'))
})
