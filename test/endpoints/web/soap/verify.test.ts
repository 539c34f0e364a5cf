import { createHash, createPublicKey } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import { ExclusiveCanonicalization } from 'xml-crypto'
import { DSIG, EXC_C14N, MESSAGES, SOAP, WSSE, WSU } from '../../../../src/endpoints/web/soap/xml/namespaces.ts'
import { attempt, LOGIN } from './attempts.ts'
import {
  bodyOf,
  ECDSA_SHA256,
  EXCLUSIVE,
  envelopeOf,
  hmacOf,
  RSA_SHA256,
  requestOf,
  type Signer,
  securityOf,
  signatureValue,
  signed,
  timestampOf,
  tokenOf,
} from './signed-message.ts'
import { makeSigner } from './signers.ts'

let rsa: Signer
let ec: Signer
let other: Signer
beforeAll(async () => {
  rsa = await makeSigner()
  ec = await makeSigner('ec')
  other = await makeSigner()
})

const GOOD = requestOf('getTransferStatus', { Ticket: 'mine' })
const EVIL = requestOf('getTransferStatus', { Ticket: 'evil' })
const BODY = bodyOf(GOOD)
const SEEN = 'getTransferStatus(Ticket=mine)'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const ENC = 'http://www.w3.org/2001/04/xmlenc#'

test.each<[string, () => string]>([
  ['RSA', () => signed(rsa, BODY)],
  ['ECDSA', () => signed(ec, BODY)],
  ['SHA-384 of the parts', () => signed(rsa, BODY, { digestAlgorithm: `${MORE}sha384`, hash: 'sha384' })],
  ['SHA-512 of the parts', () => signed(rsa, BODY, { digestAlgorithm: `${ENC}sha512`, hash: 'sha512' })],
  ['prefixes that are kept in scope', () => withPrefixes()],
  [
    'another order of what is signed',
    () =>
      signed(rsa, BODY, {
        security: (children) => children.replace(/^(.*<\/wsse:BinarySecurityToken>)(.*<\/wsu:Timestamp>)/, '$2$1'),
      }),
  ],
  [
    'a Security that has to be understood',
    () =>
      signed(rsa, BODY, {
        header: (text) => text.replace('<wsse:Security ', `<wsse:Security soap:mustUnderstand="1" `),
      }),
  ],
  [
    'a header that need not be understood',
    () => signed(rsa, BODY, { header: (text) => `<x:y xmlns:x="u:x">z</x:y>${text}` }),
  ],
  [
    'white space between the parts',
    () => signed(rsa, BODY, { security: (children) => children.replaceAll('><wsu:Timestamp', '>\n <wsu:Timestamp') }),
  ],
])('rule 18.6 takes a message with %s', async (_, make) => {
  expect(await attempt(make())).toBe(SEEN)
})

const NOW = new Date('2026-11-27T12:00:00.000Z')
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

test.each<[string, Date, Date, boolean]>([
  ['just made', at(0), at(300), true],
  ['about to end', at(-299.999), at(0.001), true],
  ['a minute ahead', at(60), at(360), true],
  ['further ahead', at(60.001), at(360), false],
  ['ended', at(-300), at(0), false],
  ['too long', at(0), at(300.001), false],
  ['that ends before it begins', at(30), at(20), false],
])('rule 18.6 judges a timestamp that is %s', async (_, created, expires, isTaken) => {
  const found = await attempt(signed(rsa, BODY, { created, expires }), { now: () => NOW })
  expect(found).toBe(isTaken ? SEEN : 'timestamp')
})

test('rule 18.6: nothing but SignedInfo is made canonical before its signature is right', async () => {
  using canonical = vi.spyOn(ExclusiveCanonicalization.prototype, 'process')
  const work = () => [
    ...new Set(canonical.mock.calls.map(([element]) => (element as unknown as { localName: string }).localName)),
  ]
  const forged = await attempt(signed({ ...rsa, key: other.key }, BODY))
  const atForged = work()
  const genuine = await attempt(signed(rsa, BODY))
  expect([forged, atForged, genuine, work()]).toEqual([
    ...['badSignature', ['SignedInfo']],
    ...[SEEN, ['SignedInfo', 'BinarySecurityToken', 'Timestamp', 'Body']],
  ])
})

test.each([
  ['without an end', '<wsu:Created>2026-11-27T12:00:00Z</wsu:Created>'],
  ['without a beginning', '<wsu:Expires>2026-11-27T12:00:00Z</wsu:Expires>'],
  ['in no zone', '<wsu:Created>2026-11-27T12:00:00</wsu:Created><wsu:Expires>2026-11-27T12:04:00</wsu:Expires>'],
  [
    'in another zone',
    '<wsu:Created>2026-11-27T12:00:00+00:00</wsu:Created><wsu:Expires>2026-11-27T12:04:00+00:00</wsu:Expires>',
  ],
  ['on no day', '<wsu:Created>2026-11-31T12:00:00Z</wsu:Created><wsu:Expires>2026-13-01T12:04:00Z</wsu:Expires>'],
  [
    'in the wrong order',
    '<wsu:Expires>2026-11-27T12:04:00Z</wsu:Expires><wsu:Created>2026-11-27T12:00:00Z</wsu:Created>',
  ],
  [
    'twice',
    '<wsu:Created>2026-11-27T12:00:00Z</wsu:Created><wsu:Expires>2026-11-27T12:04:00Z</wsu:Expires><wsu:Expires>2026-11-27T12:04:00Z</wsu:Expires>',
  ],
  ['of another name', '<wsu:Begun>2026-11-27T12:00:00Z</wsu:Begun><wsu:Expires>2026-11-27T12:04:00Z</wsu:Expires>'],
])('rule 18.6 refuses a timestamp that is told %s', async (_, moments) => {
  const timestamp = `<wsu:Timestamp xmlns:wsu="${WSU}" wsu:Id="timestamp">${moments}</wsu:Timestamp>`
  expect(await attempt(signed(rsa, BODY, { timestamp }), { now: () => NOW })).toBe('timestamp')
})

/** A second body that says something else, put where a careless reader would look for it, while the signed one is put away. */
const wrap = (place: (evil: string, good: string, security: string) => string) => () => {
  const good = BODY
  const evil = bodyOf(EVIL, 'other')
  return signed(rsa, good, { envelope: ({ header }) => place(evil, good, header) })
}
const swapped = (from: string, to: string) => () => signed(rsa, BODY).replace(from, to)
const inSignature = (from: RegExp, to: string) => () =>
  signed(rsa, BODY, { security: (children) => children.replace(from, to) })

// biome-ignore format: a table
test.each<[string, () => string | Buffer, string]>([
  ['another body', () => signed(rsa, BODY).replace(GOOD, EVIL), 'badSignature'],
  ['the body wrapped in a header', wrap((evil, good, security) => envelopeOf(`${security}<x:w xmlns:x="u">${good}</x:w>`, evil)), 'references'],
  ['the body wrapped in Security', wrap((evil, good, security) => envelopeOf(security.replace('</wsse:Security>', `${good}</wsse:Security>`), evil)), 'securityHeader'],
  ['the body wrapped in the Signature', wrap((evil, good, security) => envelopeOf(security.replace('</ds:Signature>', `<ds:Object>${good}</ds:Object></ds:Signature>`), evil)), 'signatureShape'],
  ['the body wrapped in the other body', wrap((_, good, security) => envelopeOf(security, bodyOf(EVIL.replace('</m:', `${good}</m:`), 'other'))), 'references'],
  ['the body wrapped behind the other one', wrap((evil, good, security) => envelopeOf(security, `${evil}${good}`)), 'SOA-03004'],
  ['the body before the other one', wrap((evil, good, security) => envelopeOf(security, `${good}${evil}`)), 'SOA-03004'],
  ['the body before the header', wrap((evil, good, security) => `<soap:Envelope xmlns:soap="${SOAP}">${good}<soap:Header>${security}</soap:Header>${evil}</soap:Envelope>`), 'SOA-03004'],
  ['an id twice', wrap((_, good, security) => envelopeOf(`${security}<x:w xmlns:x="u">${good}</x:w>`, bodyOf(EVIL))), 'ids'],
  ['an id twice under another name', () => signed(rsa, BODY, { header: (text) => `${text}<x:w xmlns:x="u" ID="body"/>` }), 'ids'],
  ['a body of another namespace', () => signed(rsa, BODY, { envelope: ({ header, body }) => envelopeOf(header, body.replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope')) }), 'SOA-03004'],
  ['a prefix that means something else', () => signed(rsa, BODY).replace(`xmlns:m="${MESSAGES}"`, 'xmlns:m="u:other"'), 'badSignature'],
  ['a body whose id is in no namespace', () => signed(rsa, BODY).replace('wsu:Id="body"', 'Id="body"'), 'references'],
  ['two requests in a body', () => signed(rsa, bodyOf(`${GOOD}${EVIL}`)), 'SOA-03004'],
  ['text in a body', () => signed(rsa, bodyOf(`x${GOOD}`)), 'SOA-03004'],
])('rule 18.6 refuses a message that says something else than was signed: %s (case X12)', async (_, make, cause) => {
  expect(await attempt(make())).toBe(cause)
})

// biome-ignore format: a table
test.each<[string, () => string | Buffer, string]>([
  ['two Security headers', () => signed(rsa, BODY, { header: (text) => `${text}${securityOf('')}` }), 'securityHeader'],
  ['a second Security for another actor', () => signed(rsa, BODY, { header: (text) => `${text}${securityOf('', ' soap:actor="u:other"')}` }), 'securityHeader'],
  ['the only Security for another actor', () => signed(rsa, BODY, { header: (text) => text.replace('<wsse:Security ', '<wsse:Security soap:actor="u:other" ') }), 'securityHeader'],
  ['Security in another header', () => signed(rsa, BODY, { header: (text) => `<x:w xmlns:x="u">${text}</x:w>` }), 'securityHeader'],
  ['no Security', () => envelopeOf('', BODY), 'securityHeader'],
  ['no header', () => `<soap:Envelope xmlns:soap="${SOAP}">${BODY}</soap:Envelope>`, 'securityHeader'],
  ['two Signatures', () => signed(rsa, BODY, { security: (children) => `${children}${/<ds:Signature .*<\/ds:Signature>/.exec(children)?.[0]}` }), 'securityHeader'],
  ['a Signature elsewhere', () => signed(rsa, BODY, { header: (text) => `${text}<x:w xmlns:x="u"><ds:Signature xmlns:ds="${DSIG}"/></x:w>` }), 'securityHeader'],
  ['a second certificate', () => signed(rsa, BODY, { security: (children) => `${tokenOf(other, 'second')}${children}` }), 'securityHeader'],
  ['a second timestamp', () => signed(rsa, BODY, { security: (children) => `${timestampOf(NOW, NOW, 'second')}${children}` }), 'securityHeader'],
  ['a user name', () => signed(rsa, BODY, { security: (children) => `${children}<wsse:UsernameToken/>` }), 'securityHeader'],
  ['a second SignedInfo', () => signed(rsa, BODY, { signedInfo: (text) => `${text}${text}` }), 'securityHeader'],
  ['a SignedInfo of another namespace before', () => signed(rsa, BODY, { signedInfo: (text) => `<x:SignedInfo xmlns:x="u"/>${text}` }), 'securityHeader'],
  ['a SignedInfo in an Object', inSignature(/<\/ds:Signature>/, '<ds:Object><ds:SignedInfo/></ds:Object></ds:Signature>'), 'securityHeader'],
  ['an empty Object', inSignature(/<\/ds:Signature>/, '<ds:Object/></ds:Signature>'), 'signatureShape'],
  ['a second value', inSignature(/<ds:KeyInfo>/, '<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>'), 'signatureShape'],
  ['a comment in a DigestValue', () => signed(rsa, BODY, { signedInfo: (text) => text.replace('<ds:DigestValue>', '<ds:DigestValue><!-- x -->') }), 'securityHeader'],
  ['a comment in the SignatureValue', () => signed(rsa, BODY, { value: (text) => `${signatureValue(text, rsa.key)}<!-- x -->` }), 'securityHeader'],
  ['a comment in the certificate', swapped('</wsse:BinarySecurityToken>', '<!-- x --></wsse:BinarySecurityToken>'), 'securityHeader'],
])('rule 18.3 refuses %s (case X12)', async (_, make, cause) => {
  expect(await attempt(make())).toBe(cause)
})

// biome-ignore format: a table
test.each<[string, () => string | Buffer, string]>([
  ['a reference to everything', () => signed(rsa, BODY, { references: [['#token', tokenOf(rsa)], ['', BODY], ['#body', BODY]] }), 'references'],
  ['a reference to another host', () => signed(rsa, BODY, { references: [['#token', tokenOf(rsa)], ['http://x.example/#timestamp', ''], ['#body', BODY]] }), 'references'],
  ['a reference by XPointer', () => signed(rsa, BODY, { references: [['#token', tokenOf(rsa)], ["#xpointer(id('timestamp'))", ''], ['#body', BODY]] }), 'references'],
  ['a reference with a quote', () => signed(rsa, BODY, { references: [["#token' or '1", tokenOf(rsa)], ['#timestamp', ''], ['#body', BODY]] }), 'references'],
  ['the body twice', () => signed(rsa, BODY, { references: [['#token', tokenOf(rsa)], ['#body', BODY], ['#body', BODY]] }), 'references'],
  ['two references', () => signed(rsa, BODY, { references: [['#timestamp', ''], ['#body', BODY]] }), 'references'],
  ['four references', () => signed(rsa, BODY, { references: [['#token', ''], ['#timestamp', ''], ['#body', BODY], ['#body', BODY]] }), 'references'],
  ['a timestamp that is not signed', () => signed(rsa, BODY, { references: [['#token', tokenOf(rsa)], ['#other', ''], ['#body', BODY]] }), 'references'],
  ['a timestamp that was changed', () => signed(rsa, BODY).replace(/<wsu:Created>\d{4}/, '<wsu:Created>2020'), 'badSignature'],
  ['a certificate that is not signed', () => signed(rsa, BODY, { references: [['#other', ''], ['#timestamp', ''], ['#body', BODY]] }), 'references'],
])('rule 18.5 refuses %s (case X12)', async (_, make, cause) => {
  expect(await attempt(make())).toBe(cause)
})

// biome-ignore format: a table
test.each<[string, () => string | Buffer, string]>([
  ['SHA-1 of the parts', () => signed(rsa, BODY, { digestAlgorithm: `${DSIG}sha1`, hash: 'sha1' }), 'algorithm'],
  ['RSA with SHA-1', () => signed(rsa, BODY, { algorithm: `${DSIG}rsa-sha1`, value: (text) => signatureValue(text, rsa.key, 'sha1') }), 'algorithm'],
  ['RSA with SHA-512', () => signed(rsa, BODY, { algorithm: `${MORE}rsa-sha512`, value: (text) => signatureValue(text, rsa.key, 'sha512') }), 'algorithm'],
  ['HMAC by the public key', () => signed(rsa, BODY, { algorithm: `${MORE}hmac-sha256`, value: (text) => hmacOf(text, createPublicKey(rsa.certificatePem).export({ type: 'spki', format: 'pem' }) as string) }), 'algorithm'],
  ['HMAC by the public key under the name of RSA', () => signed(rsa, BODY, { value: (text) => hmacOf(text, createPublicKey(rsa.certificatePem).export({ type: 'spki', format: 'pem' }) as string) }), 'badSignature'],
  ['the name of ECDSA over an RSA key', () => signed(rsa, BODY, { algorithm: ECDSA_SHA256, value: (text) => signatureValue(text, rsa.key) }), 'algorithm'],
  ['the name of RSA over a key for ECDSA', () => signed(ec, BODY, { algorithm: RSA_SHA256 }), 'algorithm'],
  ['no algorithm', () => signed(rsa, BODY, { algorithm: '' }), 'algorithm'],
  ['canonicalization with comments', () => signed(rsa, BODY, { transforms: `<ds:Transform Algorithm="${EXC_C14N}WithComments"/>` }), 'algorithm'],
  ['inclusive canonicalization', () => signed(rsa, BODY, { transforms: '<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>' }), 'algorithm'],
  ['SignedInfo by inclusive canonicalization', () => signed(rsa, BODY, { canonicalization: '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>' }), 'algorithm'],
  ['an enveloped signature', () => signed(rsa, BODY, { transforms: `<ds:Transform Algorithm="${DSIG}enveloped-signature"/>${EXCLUSIVE}` }), 'algorithm'],
  ['XPath', () => signed(rsa, BODY, { transforms: '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath></ds:Transform>' }), 'algorithm'],
  ['XSLT', () => signed(rsa, BODY, { transforms: '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>' }), 'algorithm'],
  ['base64', () => signed(rsa, BODY, { transforms: `<ds:Transform Algorithm="${DSIG}base64"/>` }), 'algorithm'],
  ['no transform', () => signed(rsa, BODY, { transforms: '' }), 'algorithm'],
  ['the same transform twice', () => signed(rsa, BODY, { transforms: `${EXCLUSIVE}${EXCLUSIVE}` }), 'algorithm'],
  ['a transform with text', () => signed(rsa, BODY, { transforms: `<ds:Transform Algorithm="${EXC_C14N}">x</ds:Transform>` }), 'algorithm'],
  ['prefixes in a list that is none', () => signed(rsa, BODY, { transforms: inclusive("soap' or") }), 'algorithm'],
  ['prefixes in two lists', () => signed(rsa, BODY, { transforms: inclusive('soap').replace(/(<ec:.*<.ec:[^>]*>)/, '$1$1') }), 'algorithm'],
  ['an algorithm in two attributes', swapped('<ds:SignatureMethod ', '<ds:SignatureMethod xmlns:x="u" x:Algorithm="y" '), 'algorithm'],
])('rule 18.4 refuses %s (case X12)', async (_, make, cause) => {
  expect(await attempt(make())).toBe(cause)
})

// biome-ignore format: a table
test.each<[string, () => string | Buffer, string]>([
  ['the certificate of another sender', () => signed(rsa, BODY, { token: tokenOf(other) }), 'badSignature'],
  ['the certificate of another sender beside the signature', () => signed(rsa, BODY).replace(base64Of(rsa), base64Of(other)), 'badSignature'],
  ['a key elsewhere', () => signed(rsa, BODY, { keyUri: '#body' }), 'references'],
  ['a key on another host', () => signed(rsa, BODY, { keyUri: 'http://x.example/key' }), 'token'],
  ['a key of its own', () => signed(other, BODY, { token: tokenOf(rsa), keyInfo: `<ds:X509Data><ds:X509Certificate>${base64Of(other)}</ds:X509Certificate></ds:X509Data>` }), 'token'],
  ['two keys', () => signed(rsa, BODY, { keyInfo: `${reference('#token')}${reference('#token')}` }), 'token'],
  ['a key by its value', () => signed(rsa, BODY, { keyInfo: '<ds:KeyValue/>' }), 'token'],
  ['a certificate that is none', () => signed(rsa, BODY, { token: tokenOf({ certificatePem: 'AAAA' }) }), 'token'],
  ['a certificate in PEM', () => signed(rsa, BODY, { token: tokenOf({ certificatePem: Buffer.from(rsa.certificatePem).toString('base64') }) }), 'token'],
  ['a certificate with more behind it', () => signed(rsa, BODY, { token: tokenOf({ certificatePem: Buffer.concat([Buffer.from(base64Of(rsa), 'base64'), Buffer.from('more')]).toString('base64') }) }), 'token'],
  ['a token of another kind', () => signed(rsa, BODY, { token: tokenOf(rsa).replace('#X509v3', '#X509PKIPathv1') }), 'token'],
  ['no value', () => signed(rsa, BODY, { value: () => '' }), 'badSignature'],
  ['a value of another message', () => signed(rsa, BODY, { value: () => signatureValue('x', rsa.key) }), 'badSignature'],
  ['a value that is no base64', () => signed(rsa, BODY, { value: () => '****' }), 'signatureShape'],
  ['ECDSA values of zero', () => signed(ec, BODY, { value: () => Buffer.alloc(64).toString('base64') }), 'badSignature'],
  ['an ECDSA value in DER', () => signed(ec, BODY, { value: () => Buffer.from('3006020101020101', 'hex').toString('base64') }), 'badSignature'],
])('rule 18.6 refuses %s as a proof (case X12)', async (_, make, cause) => {
  expect(await attempt(make())).toBe(cause)
})

// biome-ignore format: a table
test.each<[string, () => string | Buffer, string]>([
  ['an external entity', () => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${signed(rsa, BODY)}`, 'SOA-03001'],
  ['a bomb of entities', () => `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${signed(rsa, BODY).replace('mine', '&b;')}`, 'SOA-03001'],
  ['UTF-16', () => Buffer.from(`\ufeff${signed(rsa, BODY)}`, 'utf16le'), 'SOA-03001'],
  ['an encoding that is not the one that is told', () => `<?xml version="1.0" encoding="ISO-8859-1"?>${signed(rsa, BODY)}`, 'SOA-03001'],
  ['SOAP 1.2', () => signed(rsa, BODY).replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope'), 'SOA-03002'],
  ['no SOAP', () => '<a/>', 'SOA-03002'],
  ['no body', () => `<soap:Envelope xmlns:soap="${SOAP}"/>`, 'SOA-03003'],
  ['an empty body', () => signed(rsa, bodyOf('')), 'SOA-03003'],
  ['a header that must be understood', () => signed(rsa, BODY, { header: (text) => `${text}<x:y xmlns:x="u" soap:mustUnderstand="1"/>` }), 'SOA-03004'],
])('rule 18.1 refuses %s before anything is verified', async (_, make, cause) => {
  expect(await attempt(make())).toBe(cause)
})

test('rule 18.6 reads what was signed, where a comment cuts a value in two', async () => {
  expect(await attempt(signed(rsa, BODY).replace('mine', 'mi<!-- x -->ne'))).toBe(SEEN)
})

test.each([
  ['used before', async () => 'usedBefore' as const, 'usedBefore'],
  ['of nobody', async () => 'unknownCertificate' as const, 'unknownCertificate'],
])('rule 18.7 refuses a signature that is %s', async (_, useSignature, cause) => {
  expect(await attempt(signed(rsa, BODY), { useSignature })).toBe(cause)
})

test('rule 18.7 asks for the certificate, one form of the value, and the end of the message', async () => {
  const asked: unknown[] = []
  const expires = new Date(Date.now() + 100_000)
  const useSignature = async (request: unknown) => {
    asked.push(request)
    return 'first' as const
  }
  const value: { bytes: Buffer } = { bytes: Buffer.alloc(0) }
  const keep = (text: string) => {
    value.bytes = lowForm(Buffer.from(signatureValue(text, ec.key), 'base64'))
    return value.bytes.toString('base64')
  }
  const message = signed(ec, BODY, { expires, value: keep })
  const twin = message.replace(value.bytes.toString('base64'), `\n${mirrored(value.bytes).toString('base64')}\n`)
  expect([await attempt(message, { useSignature }), await attempt(twin, { useSignature })]).toEqual([SEEN, SEEN])
  const certificateSha256 = createHash('sha256')
    .update(Buffer.from(base64Of(ec), 'base64'))
    .digest('hex')
  const signatureSha256 = createHash('sha256').update(value.bytes).digest('hex')
  const request = { certificateSha256, signatureSha256, expiresAt: expires }
  expect(asked).toEqual([request, request])
})

test.each([
  ['nobody', null, 'unknownCertificate'],
  ['a closed sender', { ...LOGIN, barred: 'closed' as const }, 'closed'],
  ['a suspended channel', { ...LOGIN, barred: 'channelSuspended' as const }, 'channelSuspended'],
  ['a certificate that is over', { ...LOGIN, barred: 'unknownCertificate' as const }, 'unknownCertificate'],
])('rule 18.8 refuses %s', async (_, login, cause) => {
  expect(await attempt(signed(rsa, BODY), { findLogin: async () => login })).toBe(cause)
})

test('rule 15.2 asks for the certificate that is shown in TLS as well', async () => {
  const shownSha256 = 'f'.repeat(64) as never
  const findLogin = async (sha256: string) => (sha256 === shownSha256 ? { ...LOGIN, sender: '654321' as never } : LOGIN)
  expect(await attempt(signed(rsa, BODY), { shownSha256, findLogin })).toBe('tlsCertificate')
  expect(await attempt(signed(rsa, BODY), { shownSha256 })).toBe(SEEN)
})

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The other value that is valid for the same message: (r, n − s). */
function mirrored(value: Buffer): Buffer {
  const s = BigInt(`0x${value.subarray(32).toString('hex')}`)
  return Buffer.concat([value.subarray(0, 32), Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')])
}

function lowForm(value: Buffer): Buffer {
  return BigInt(`0x${value.subarray(32).toString('hex')}`) > ORDER / 2n ? mirrored(value) : value
}

function base64Of({ certificatePem }: Pick<Signer, 'certificatePem'>): string {
  return certificatePem.replaceAll(/-----[A-Z ]+-----|\s/g, '')
}

function inclusive(prefixes: string): string {
  const list = `<ec:InclusiveNamespaces xmlns:ec="${EXC_C14N}" PrefixList="${prefixes}"></ec:InclusiveNamespaces>`
  return `<ds:Transform Algorithm="${EXC_C14N}">${list}</ds:Transform>`
}

/** As the usual toolkits of Java sign: the prefix of SOAP is kept in scope, and so stands in what is signed. */
function withPrefixes(): string {
  const timestamp = timestampOf(new Date(), new Date(Date.now() + 240_000))
  const kept = (text: string) => text.replace(/ xmlns:ws/, ` xmlns:soap="${SOAP}" xmlns:ws`)
  const references = [
    ['#token', kept(tokenOf(rsa))],
    ['#timestamp', kept(timestamp)],
    ['#body', BODY],
  ] as const
  return signed(rsa, BODY, { timestamp, references, transforms: inclusive('soap') })
}

function reference(uri: string): string {
  return `<wsse:SecurityTokenReference xmlns:wsse="${WSSE}"><wsse:Reference URI="${uri}"/></wsse:SecurityTokenReference>`
}
