import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOfAssertion, readAssertion } from '../../../../src/endpoints/web/oauth/assertion.ts'
import { readJws } from '../../../../src/endpoints/web/oauth/jws.ts'
import { strictObject } from '../../../../src/endpoints/web/oauth/strict-object.ts'
import { segment, signedJws } from '../jws.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const HEADER = { alg: 'ES256', typ: 'JWT' }
const NOW = 1_795_000_000
const CLAIMS = {
  ...{ iss: 'client', sub: 'client', aud: 'https://here/token', jti: 'one' },
  ...{ iat: NOW, nbf: NOW, exp: NOW + 300 },
}
const written = (claims: object = {}, header: object = {}) =>
  signedJws({ ...HEADER, ...header }, { ...CLAIMS, ...claims }, privateKey)

test('a good assertion is read with its times and audiences', () => {
  expect(readAssertion(written({ aud: ['a', 'b'], iat: undefined, nbf: undefined }))).toMatchObject({
    ...{ issuer: 'client', subject: 'client', audiences: ['a', 'b'], jti: 'one' },
    ...{ expires: NOW + 300, notBefore: null, issued: null },
  })
})

describe('rule 15.3 what is no compact JWS, or says something twice', () => {
  const good = written()
  const [header = '', claims = '', signature = ''] = good.split('.')
  const raw = (text: string) => `${header}.${segment(text)}.${signature}`
  test.each<[string, string]>([
    ['nothing', ''],
    ['two parts', `${header}.${claims}`],
    ['an empty signature', `${header}.${claims}.`],
    ['an empty header', `.${claims}.${signature}`],
    ['four parts', `${good}.${signature}`],
    ['a dot at the end', `${good}.`],
    ['a dot at the start', `.${good}`],
    ['five parts, as if it were encrypted', `${good}.a.b`],
    ['padding', `${header}.${claims}.${signature}=`],
    ['the other base64', `${header}.${claims}.${signature.slice(0, -1)}+`],
    ['a space', `${header}.${claims} .${signature}`],
    ['a line break', `${good}\n`],
    ['bits that mean nothing', `${header}.${claims}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'h'}`],
    ['a length that base64 never has', `${header}.${claims}.${signature}AAA`],
    ['JSON of another kind', `${header}.${segment('[1]')}.${signature}`],
    ['a text', raw('"text"')],
    ['null', raw('null')],
    ['no JSON', raw('{"iss":')],
    ['more than JSON', raw(`${JSON.stringify(CLAIMS)}x`)],
    ['a mark of byte order', raw(`\ufeff${JSON.stringify(CLAIMS)}`)],
    ['a doubled claim', raw(`{"sub":"other",${JSON.stringify(CLAIMS).slice(1)}`)],
    ['a doubled claim in other letters', raw(`{"s\\u0075b":"other",${JSON.stringify(CLAIMS).slice(1)}`)],
    ['a doubled member further in', raw(`{"x":[{"a":1,"a":2}],${JSON.stringify(CLAIMS).slice(1)}`)],
    ['a doubled header', `${segment('{"alg":"none","alg":"ES256"}')}.${claims}.${signature}`],
    ['an extension that must be understood', written({}, { crit: ['exp'], exp: 1 })],
    ['extensions of an odd kind', written({}, { crit: null })],
    ['a payload that is not encoded', written({}, { b64: false })],
    ['no algorithm', written({}, { alg: undefined })],
    ['an algorithm that is a list', written({}, { alg: ['ES256'] })],
    ['an algorithm that is a number', written({}, { alg: 256 })],
    ['a key id that is a list', written({}, { kid: ['a'] })],
    ['a key id that is an object', written({}, { kid: {} })],
    ['a type that is a number', written({}, { typ: 1 })],
    ['a thumbprint that is a list', written({}, { 'x5t#S256': [] })],
  ])('%s', (_, text) => {
    expect([readJws(text), readAssertion(text)]).toEqual([null, null])
  })

  test('bytes that are no UTF-8', () => {
    expect(strictObject(Buffer.from('{"a":"\xff"}', 'latin1'))).toBeNull()
  })

  test('what looks doubled and is not', () => {
    const text = '{"a":"\\"a\\":1","b":{"a":[{"a":1},{"a":2}]},"a\\"":"{\\"a\\":1,\\"a\\":2}"}'
    expect(strictObject(Buffer.from(text))).toEqual(new Map(Object.entries(JSON.parse(text))))
  })

  test('a member with a name of JavaScript is a name', () => {
    const members = strictObject(Buffer.from('{"__proto__":{"sub":"x"},"constructor":1}'))
    expect([members?.get('sub'), members?.has('__proto__'), members?.has('toString')]).toEqual([undefined, true, false])
  })

  test('any JSON object is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, indent) => {
        const text = JSON.stringify(object, null, indent)
        expect(strictObject(Buffer.from(text))).toEqual(new Map(Object.entries(JSON.parse(text))))
      }),
    )
  })

  test('a member that is written again is always seen', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        fc.nat(),
        fc.jsonValue(),
        (object, n, again) => {
          const names = Object.keys(object)
          const name = names[n % names.length] ?? ''
          const text = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(again)}}`
          expect(strictObject(Buffer.from(text))).toBeNull()
        },
      ),
    )
  })

  test('random text is a JWS or is not, and never anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => void readJws(text)))
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void strictObject(bytes)))
  })
})

describe('what an assertion must have', () => {
  test.each<[string, object]>([
    ...['iss', 'sub', 'aud', 'jti', 'exp'].map((name): [string, object] => [`no ${name}`, { [name]: undefined }]),
    ...['iss', 'sub', 'jti'].flatMap((name): [string, object][] => [
      [`a list as ${name}`, { [name]: ['client'] }],
      [`a number as ${name}`, { [name]: 1 }],
      [`an empty ${name}`, { [name]: '' }],
      [`null as ${name}`, { [name]: null }],
    ]),
    ['an object as audience', { aud: {} }],
    ['an audience of numbers', { aud: ['https://here/token', 1] }],
    ['an audience in an audience', { aud: [['https://here/token']] }],
    ...['exp', 'nbf', 'iat'].flatMap((name): [string, object][] => [
      [`a text as ${name}`, { [name]: String(NOW) }],
      [`a list as ${name}`, { [name]: [NOW] }],
      [`null as ${name}`, { [name]: null }],
      [`true as ${name}`, { [name]: true }],
      [`${name} before time began`, { [name]: -1 }],
      [`${name} beyond all time`, { [name]: 1e20 }],
    ]),
    ['a jti that is a book', { jti: 'x'.repeat(1025) }],
  ])('%s', (_, claims) => {
    expect(readAssertion(written(claims))).toBeNull()
  })

  test('a time that JSON makes infinite', () => {
    const text = JSON.stringify(CLAIMS).replace(String(NOW + 300), '1e999')
    expect(readAssertion(signedJws(HEADER, text, privateKey))).toBeNull()
  })

  test('an access token is no assertion', () => {
    const types = ['at+jwt', 'application/at+jwt', 'dpop+jwt', 'JWT', 'jwt', 'client-authentication+jwt', undefined]
    expect(types.map((typ) => readAssertion(written({}, { typ })) !== null)).toEqual(
      [false, false, false, true, true, true, true], // biome-ignore format: one line
    )
  })
})

describe('rule 15.5 whether an assertion may be taken', () => {
  const rules = { audiences: ['https://here/token', 'https://old'], nowSeconds: NOW, skewSeconds: 60, maxSeconds: 600 }
  test.each<[string, object, ReturnType<typeof faultOfAssertion>]>([
    ['as it should be', {}, null],
    ['another issuer', { iss: 'other' }, 'wrongIssuer'],
    ['another subject', { sub: 'other' }, 'wrongIssuer'],
    ['the issuer in capitals', { iss: 'CLIENT' }, 'wrongIssuer'],
    ['an audience with a slash', { aud: 'https://here/token/' }, 'wrongAudience'],
    ['an audience in capitals', { aud: 'https://HERE/token' }, 'wrongAudience'],
    ['a part of the audience', { aud: 'https://here' }, 'wrongAudience'],
    ['no audience at all', { aud: [] }, 'wrongAudience'],
    ['one of several audiences', { aud: ['https://there', 'https://here/token'] }, null],
    ['an audience that is configured', { aud: 'https://old' }, null],
    ['its last moment', { iat: NOW - 400, nbf: NOW - 400, exp: NOW - 59 }, null],
    ['over', { iat: NOW - 400, nbf: NOW - 400, exp: NOW - 60 }, 'assertionTime'],
    ['not yet, but soon', { nbf: NOW + 60, iat: NOW + 60 }, null],
    ['not yet', { nbf: NOW + 61 }, 'assertionTime'],
    ['of the future', { iat: NOW + 61 }, 'assertionTime'],
    ['as long as may be', { exp: NOW + 600 }, null],
    ['too long', { exp: NOW + 601 }, 'assertionTime'],
    ['too long, though most of it is over', { iat: NOW - 500, exp: NOW + 101 }, 'assertionTime'],
    ['without a beginning, as long as may be', { iat: undefined, exp: NOW + 660 }, null],
    ['without a beginning, too long', { iat: undefined, exp: NOW + 661 }, 'assertionTime'],
    ['both wrong: the first is told', { iss: 'other', aud: 'x', exp: NOW - 1000 }, 'wrongIssuer'],
    ['both wrong: then the audience', { aud: 'x', exp: NOW - 1000, iat: NOW - 1100 }, 'wrongAudience'],
  ])('%s', (_, claims, fault) => {
    const assertion = readAssertion(written(claims))
    expect(assertion && faultOfAssertion(assertion, rules)).toBe(fault)
  })
})
