import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  boolean,
  context,
  type Der,
  element,
  integer,
  octetString,
  oid,
  sequence,
  unsigned,
} from '../../../src/signing/der.ts'
import { checkToken, type TokenRules } from '../../../src/signing/timestamp/check-token.ts'
import { STAMP_NAME } from '../../../src/signing/timestamp/stamp-names.ts'
import { extension } from '../../../src/signing/write-certificate.ts'
import { authority, days, NOW, nameOf, usage } from '../authorities.ts'
import { attribute, NAME, signerPart } from '../crafted.ts'
import {
  constrained,
  forStamps,
  generalized,
  IMPRINT,
  NONCE,
  POLICY,
  root,
  stamper,
  token,
  tstInfo,
} from './made-stamps.ts'

const tsa = stamper()
const asked = { nonce: NONCE, policy: POLICY, now: NOW, toleranceSeconds: 60 }
const RULES: TokenRules = { imprint: IMPRINT, issuers: [root.certificate], asked }
const { sha256, subjectText: subject, serialText: serial } = tsa.certificate
const STAMP = { at: new Date(NOW.getTime() + 250), by: { sha256, subject, serial }, policy: POLICY, serial: '1267' }
const LATER: TokenRules = { imprint: IMPRINT, issuers: [root.certificate] }

test('rule 29.3: a token says when, by whom and by what policy', () => {
  expect(checkToken(token(tsa), RULES)).toEqual({ ok: true, value: STAMP })
  expect(checkToken(token(tsa), { imprint: IMPRINT, issuers: null })).toEqual({ ok: true, value: STAMP })
})

const older = (der: Uint8Array): Der =>
  attribute(
    STAMP_NAME.signingCertificate,
    sequence(sequence(sequence(octetString(createHash('sha1').update(der).digest())))),
  )
const named = (digest: string, name: string): Der =>
  attribute(
    STAMP_NAME.signingCertificateV2,
    sequence(
      sequence(sequence(sequence(oid(name)), octetString(createHash(digest).update(tsa.certificate.der).digest()))),
    ),
  )
const rsa = stamper({ keyType: 'rsa' })
const middle = authority('Middle', root)
const below = stamper({ by: middle })
const signing = stamper({ extensions: [usage([0xc0, 6]), forStamps()] })

test.each<[string, Der, TokenRules]>([
  ['without a policy asked for', token(tsa), { ...RULES, asked: { ...asked, policy: '' } }],
  ['with a time of whole seconds', token(tsa, { info: tstInfo({ time: generalized('20261123120000Z') }) }), RULES],
  ['with nothing but a nonce', token(tsa, { info: tstInfo({ rest: [unsigned(NONCE)] }) }), RULES],
  [
    'with the older name of its certificate',
    token(tsa, { attributes: ([type, digest]) => [type!, digest!, older(tsa.certificate.der)] }),
    RULES,
  ],
  [
    'with its certificate by SHA-384',
    token(tsa, { attributes: ([type, digest]) => [type!, digest!, named('sha384', NAME.sha384)] }),
    RULES,
  ],
  ['by an RSA key', token(rsa), RULES],
  ['by a key for signatures', token(signing), RULES],
  [
    'by way of an authority that it brings along',
    token(below, { cms: { certificates: [middle.certificate.der, below.certificate.der] } }),
    RULES,
  ],
  ['by way of an authority of the file', token(below), { ...RULES, issuers: [root.certificate, middle.certificate] }],
  ['long after its certificate ended', token(tsa), LATER],
])('a token %s holds', (_, made, rules) => {
  expect(checkToken(made, rules)).toMatchObject({ ok: true })
})

const other = stamper()
const info = tstInfo()
const signed = (changes: Parameters<typeof signerPart>[2]): Der =>
  signerPart({ ...tsa, pem: { keyPem: '', certificatePem: '' } }, info, changes)

// biome-ignore format: a table
test.each<[string, string, Der, TokenRules?]>([
  ['of another signature',              'wrongImprint',    token(tsa, { info: tstInfo({ imprint: Buffer.alloc(32) }) })],
  ['with a shorter imprint',            'wrongImprint',    token(tsa, { info: tstInfo({ imprint: IMPRINT.subarray(1) }) })],
  ['by another digest',                 'wrongImprint',    token(tsa, { info: tstInfo({ algorithm: NAME.sha384 }) })],
  ['by SHA-1',                          'malformed',       token(tsa, { info: tstInfo({ algorithm: NAME.sha1 }) })],
  ['for another request',               'wrongNonce',      token(tsa, { info: tstInfo({ rest: [unsigned(Buffer.from([1]))] }) })],
  ['for no request',                    'wrongNonce',      token(tsa, { info: tstInfo({ rest: [] }) })],
  ['of another policy',                 'wrongPolicy',     token(tsa, { info: tstInfo({ policy: oid('1.2.3') }) })],
  ['of an hour ago',                    'wrongTime',       token(tsa), { ...RULES, asked: { ...asked, now: new Date(NOW.getTime() + 3_600_000) } }],
  ['of the future',                     'wrongTime',       token(tsa), { ...RULES, asked: { ...asked, now: new Date(NOW.getTime() - 61_000) } }],
  ['of version 2',                      'malformed',       token(tsa, { info: tstInfo({ version: integer(2) }) })],
  ['with a time in minutes',            'malformed',       token(tsa, { info: tstInfo({ time: generalized('202611231200Z') }) })],
  ['with a fraction that ends in 0',    'malformed',       token(tsa, { info: tstInfo({ time: generalized('20261123120000.50Z') }) })],
  ['with a time of a zone',             'malformed',       token(tsa, { info: tstInfo({ time: generalized('20261123120000+0100') }) })],
  ['with ordering FALSE',               'malformed',       token(tsa, { info: tstInfo({ rest: [boolean(false), unsigned(NONCE)] }) })],
  ['with fields out of order',          'malformed',       token(tsa, { info: tstInfo({ rest: [unsigned(NONCE), boolean(true)] }) })],
  ['with a critical extension',         'malformed',       token(tsa, { info: tstInfo({ rest: [unsigned(NONCE), context(1, extension('1.2.3', integer(1), true))] }) })],
  ['with no signer',                    'severalSigners',  token(tsa, { cms: { signers: [] } })],
  ['with two signers',                  'severalSigners',  token(tsa, { cms: { signers: [signed({}), signed({})] } })],
  ['without a certificate',             'noCertificate',   token(tsa, { cms: { certificates: null } })],
  ['with the certificate of another',   'noCertificate',   token(tsa, { cms: { certificates: [other.certificate.der] } })],
  ['for stamps and more',               'notForStamps',    token(stamper({ extensions: [forStamps(true, '1.3.6.1.5.5.7.3.4')] }))],
  ['for stamps, but not critically',    'notForStamps',    token(stamper({ extensions: [forStamps(false)] }))],
  ['for anything',                      'notForStamps',    token(stamper({ extensions: [] }))],
  ['by an authority of certificates',   'notForStamps',    token(stamper({ extensions: [constrained(), usage([0x06, 1]), forStamps()] }))],
  ['naming another certificate',        'otherCertificate',token(tsa, { attributes: ([type, digest]) => [type!, digest!, older(other.certificate.der)] })],
  ['naming two certificates',           'otherCertificate',token(tsa, { attributes: (usual) => [...usual, older(other.certificate.der)] })],
  ['naming no certificate',             'otherCertificate',token(tsa, { attributes: (usual) => usual.slice(0, 2) })],
  ['with content of another type',      'attributes',      token(tsa, { attributes: (usual) => [attribute(NAME.contentType, oid(NAME.data)), ...usual.slice(1)] })],
  ['without a digest',                  'attributes',      token(tsa, { attributes: ([type, , name]) => [type!, name!] })],
  ['with another digest',               'attributes',      token(tsa, { attributes: ([type, , name]) => [type!, attribute(NAME.messageDigest, octetString(Buffer.alloc(32))), name!] })],
  ['with an attribute twice',           'attributes',      token(tsa, { attributes: (usual) => [...usual, attribute(NAME.contentType, oid(STAMP_NAME.tstInfo))] })],
  ['with two values of an attribute',   'attributes',      token(tsa, { attributes: ([, ...usual]) => [attribute(NAME.contentType, oid(STAMP_NAME.tstInfo), oid(NAME.data)), ...usual] })],
  ['by another key',                    'wrongValue',      token({ ...tsa, key: other.key })],
  ['by MD5',                            'algorithm',       token(tsa, { signer: { digest: sequence(oid(NAME.md5)) } })],
  ['by SHA-384 and SHA-256',            'algorithm',       token(tsa, { signer: { algorithm: sequence(oid('1.2.840.10045.4.3.3')) } })],
  ['of CMS version 1',                  'malformed',       token(tsa, { cms: { version: integer(1) } })],
  ['around other content',              'malformed',       token(tsa, { cms: { inner: sequence(oid(NAME.data), context(0, octetString(info))) } })],
  ['that is not attached',              'malformed',       token(tsa, { cms: { inner: sequence(oid(STAMP_NAME.tstInfo)) } })],
  ['by a root that nobody trusts',      'unknownIssuer',   token(tsa), { ...RULES, issuers: [authority('Root of stamps').certificate] }],
  ['by a signer trusted as a root',     'unknownIssuer',   token(tsa), { ...RULES, issuers: [tsa.certificate] }],
  ['by way of nobody',                  'unknownIssuer',   token(below)],
  ['after its certificate ended',       'outsideValidity', token(stamper({ until: days(-1) }))],
  ['before its certificate began',      'outsideValidity', token(stamper({ from: days(1) }))],
  ['by way of what is no authority',    'unfit',           token(stamper({ by: tsa }), { cms: {} }), { ...RULES, issuers: [root.certificate, tsa.certificate] }],
])('rule 29.3: a token %s is none: %s', (_, fault, made, rules = RULES) => {
  expect(checkToken(made, rules)).toMatchObject({ ok: false, problem: { fault } })
})

test('a token that was cut short at any octet is none', () => {
  const whole = token(tsa)
  const held = Array.from(whole.keys()).filter((end) => checkToken(whole.subarray(0, end), RULES).ok)
  expect(held).toEqual([])
})

test('rule 29.3: whatever is changed in a token, it is refused or says the same', () => {
  const wholes = [token(tsa), token(tsa, { cms: { certificates: [tsa.certificate.der, root.certificate.der] } })]
  fc.assert(
    fc.property(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(2)), { minLength: 1, maxLength: 3 }),
      (whole, changes) => {
        const mutant = changes.reduce<Buffer>(changed, whole)
        const found = checkToken(mutant, RULES)
        expect(found.ok ? found.value : STAMP).toEqual(STAMP)
      },
    ),
    { numRuns: 3000 },
  )
})

test('any bytes are refused and never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(checkToken(element(0x30, bytes), RULES)).toMatchObject({ ok: false })
    }),
    { numRuns: 1000 },
  )
})

/** An octet replaced, taken out or put in. */
function changed(bytes: Buffer, [at, octet, kind]: [number, number, number]): Buffer {
  const place = at % Math.max(1, bytes.length)
  const by = kind === 1 ? [] : [octet]
  return Buffer.concat([bytes.subarray(0, place), Buffer.from(by), bytes.subarray(kind === 2 ? place : place + 1)])
}

test('a name in the certificate is shown, whatever stands in it', () => {
  const odd = stamper({ name: nameOf({ CN: 'Stamper, "the" \u202e one' }) })
  const found = checkToken(token(odd), RULES)
  expect(found.ok && found.value.by.subject).toBe(odd.certificate.subjectText)
})
