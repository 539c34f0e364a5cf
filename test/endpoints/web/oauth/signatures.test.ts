import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Sha256 } from '../../../../src/base/hashes.ts'
import { type Algorithm, provenBy } from '../../../../src/endpoints/web/oauth/algorithms.ts'
import { readAssertion } from '../../../../src/endpoints/web/oauth/assertion.ts'
import { keysOf } from '../../../../src/endpoints/web/oauth/client-keys.ts'
import { readJws } from '../../../../src/endpoints/web/oauth/jws.ts'
import { segment, signatureOf, signedJws } from '../jws.ts'
import { makePair, type Pair } from '../web-rig.ts'

const ALL: readonly Algorithm[] = ['RS256', 'ES256', 'PS256']
const CLAIMS = { iss: 'client', sub: 'client', aud: 'here', jti: '1', exp: 1_795_000_300 }

let rsa: Pair
let ec: Pair
beforeAll(async () => {
  rsa = await makePair('rsa')
  ec = await makePair('ec')
})

/** Hash of the certificate that proves the text; null when none does. */
function proven(text: string, pairs: readonly Pair[] = [rsa, ec], allowed = ALL): string | null {
  const jws = readJws(text)
  return jws && (provenBy(jws, keysOf(pairs.map(stored), jws), allowed)?.sha256 ?? null)
}

const stored = ({ certificatePem, sha256 }: Pair) => ({
  sha256: sha256 as Sha256,
  der: new X509Certificate(certificatePem).raw,
})

describe('rule 15.4 a key of the client by an algorithm that is configured', () => {
  test.each<[Algorithm, () => Pair]>([
    ['RS256', () => rsa],
    ['PS256', () => rsa],
    ['ES256', () => ec],
  ])('%s', (alg, pair) => {
    const text = signedJws({ alg }, CLAIMS, pair().key)
    const others = ALL.filter((other) => other !== alg)
    expect([proven(text), proven(text, [pair()], [alg]), proven(text, [rsa, ec], others)]).toEqual([
      pair().sha256,
      pair().sha256,
      null,
    ])
  })

  test('several certificates are tried, and the one that is named is found first', async () => {
    const other = await makePair('rsa')
    const text = (header: object) => signedJws({ alg: 'RS256', ...header }, CLAIMS, other.key)
    const thumbprint = Buffer.from(other.sha256, 'hex').toString('base64url')
    const wrong = Buffer.from(rsa.sha256, 'hex').toString('base64url')
    const headers = [
      {},
      { kid: 'unknown' },
      { kid: thumbprint },
      { 'x5t#S256': thumbprint },
      { kid: wrong, 'x5t#S256': wrong },
    ]
    expect(headers.map((header) => proven(text(header), [rsa, ec, other]))).toEqual(headers.map(() => other.sha256))
    const jws = readJws(text({ kid: thumbprint }))
    expect(jws && keysOf([rsa, ec, other].map(stored), jws).map(({ sha256 }) => sha256)).toEqual([
      ...[other.sha256, rsa.sha256, ec.sha256],
    ])
  })

  test('no case, no family and no neighbour of a name', () => {
    const names = [
      ...[
        'none',
        'None',
        'NONE',
        'nOnE',
        '',
        ' ',
        'rs256',
        'Rs256',
        'RS256 ',
        ' RS256',
        'RS256\0',
        'RSA',
        'RS1',
        'RS384',
        'RS512',
      ],
      ...['ES384', 'ES512', 'ES256K', 'EdDSA', 'PS384', 'PS512', 'HS256', 'HS384', 'HS512', '__proto__', 'constructor'],
    ]
    const texts = names.flatMap((alg) => [signedJws({ alg }, CLAIMS, rsa.key), signedJws({ alg }, CLAIMS, ec.key)])
    expect(texts.filter((text) => proven(text) !== null)).toEqual([])
  })

  test('a MAC with what everybody knows of the client', () => {
    const publicKey = createPublicKey(rsa.certificatePem)
    const secrets = [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      publicKey.export({ type: 'pkcs1', format: 'pem' }),
      ...[rsa.certificatePem, rsa.certificatePem.trim(), new X509Certificate(rsa.certificatePem).raw, '', rsa.sha256],
    ]
    const texts = secrets.flatMap((secret) =>
      ['HS256', 'RS256', 'ES256', 'none'].map((alg) => {
        const input = `${segment({ alg })}.${segment(CLAIMS)}`
        return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
      }),
    )
    expect(texts.filter((text) => proven(text) !== null)).toEqual([])
  })

  test('a key that the header brings, or tells where to fetch', () => {
    const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = own.publicKey.export({ format: 'jwk' })
    const x5c = [Buffer.from(new X509Certificate(ec.certificatePem).raw).toString('base64')]
    const headers = [
      { jwk },
      { jwk: [jwk] },
      { jku: 'https://evil.example/keys' },
      { x5u: 'https://evil.example/crt' },
      { x5c },
    ]
    const texts = headers.map((header) => signedJws({ alg: 'RS256', ...header }, CLAIMS, own.privateKey))
    expect(texts.map((text) => proven(text))).toEqual(headers.map(() => null))
    const honest = headers.map((header) => signedJws({ alg: 'RS256', ...header }, CLAIMS, rsa.key))
    expect(honest.map((text) => proven(text))).toEqual(headers.map(() => rsa.sha256))
  })

  test('a key of another kind or strength is not used, whatever it signed', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    const edwards = generateKeyPairSync('ed25519')
    const tried = (text: string, key: KeyObject) => {
      const jws = readJws(text)
      return jws && provenBy(jws, [{ key }], ALL)
    }
    expect([
      tried(signedJws({ alg: 'RS256' }, CLAIMS, short.privateKey), short.publicKey),
      tried(signedJws({ alg: 'ES256' }, CLAIMS, p384.privateKey), p384.publicKey),
      tried(signedJws({ alg: 'ES256' }, CLAIMS, k1.privateKey), k1.publicKey),
      tried(`${segment({ alg: 'ES256' })}.${segment(CLAIMS)}.${'A'.repeat(86)}`, edwards.publicKey),
      tried(signedJws({ alg: 'RS256' }, CLAIMS, ec.key), createPublicKey(ec.key)),
      tried(signedJws({ alg: 'ES256' }, CLAIMS, rsa.key), createPublicKey(rsa.key)),
    ]).toEqual([null, null, null, null, null, null])
  })

  test('a key for PSS alone serves PS256 when its parameters allow it', () => {
    const make = (more: object, modulusLength = 2048) =>
      generateKeyPairSync('rsa-pss', { modulusLength, publicExponent: 65_537, ...more })
    const tried = (alg: Algorithm, more: object, bits?: number) => {
      const { privateKey, publicKey } = make(more, bits)
      const input = `${segment({ alg })}.${segment(CLAIMS)}`
      const hash = 'hashAlgorithm' in more ? String(more.hashAlgorithm) : 'sha256'
      const jws = readJws(`${input}.${sign(hash, Buffer.from(input), privateKey).toString('base64url')}`)
      return jws && provenBy(jws, [{ key: publicKey }], ALL) !== null
    }
    const restricted = { hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 }
    const free = make({})
    const jws = readJws(signedJws({ alg: 'PS256' }, CLAIMS, free.privateKey))
    expect(jws && provenBy(jws, [{ key: free.publicKey }], ALL)).not.toBeNull()
    expect([
      tried('PS256', restricted),
      tried('PS256', { ...restricted, hashAlgorithm: 'sha512', mgf1HashAlgorithm: 'sha512' }),
      tried('PS256', { ...restricted, saltLength: 48 }),
      tried('PS256', restricted, 1024),
      tried('RS256', restricted),
    ]).toEqual([true, false, false, false, false])
  })

  test('a signature of zeros, of the order, in DER, or longer', () => {
    const input = `${segment({ alg: 'ES256' })}.${segment(CLAIMS)}`
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
    const good = signatureOf(input, ec.key)
    const bad = [
      ...[Buffer.alloc(64), Buffer.concat([order, order]), Buffer.concat([good.subarray(0, 32), Buffer.alloc(32)])],
      ...[Buffer.concat([good, Buffer.alloc(1)]), Buffer.concat([Buffer.alloc(1), good]), good.subarray(0, 63)],
      signatureDer(good),
    ]
    const texts = bad.map((signature) => `${input}.${signature.toString('base64url')}`)
    expect(texts.map((text) => proven(text))).toEqual(bad.map(() => null))
    expect(proven(`${input}.${good.toString('base64url')}`)).toBe(ec.sha256)
  })
})

test('no change of a good assertion is good (rule 15.3)', () => {
  const texts = [
    signedJws({ alg: 'RS256', typ: 'JWT' }, CLAIMS, rsa.key),
    signedJws({ alg: 'PS256', typ: 'JWT' }, CLAIMS, rsa.key),
    signedJws({ alg: 'ES256', typ: 'JWT' }, CLAIMS, ec.key),
  ]
  const character = fc.constantFrom(...'ABCZabcz0189-_.=+/ \n\0é')
  const change = fc.constantFrom('replace', 'insert', 'remove', 'swap', 'double')
  fc.assert(
    fc.property(fc.constantFrom(...texts), change, fc.nat(), character, (text, how, place, by) => {
      const at = place % text.length
      const changed = changedAt(text, how, at, by)
      expect(changed === text || proven(changed) === null || readAssertion(changed) === null).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

function changedAt(text: string, how: string, at: number, by: string): string {
  const [before, here, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)]
  if (how === 'replace') return `${before}${by}${after}`
  if (how === 'insert') return `${before}${by}${here}${after}`
  if (how === 'remove') return `${before}${after}`
  if (how === 'swap') return `${before}${after.charAt(0)}${here}${after.slice(1)}`
  return `${before}${here}${here}${after}`
}

function signatureDer(raw: Buffer): Buffer {
  const integer = (octets: Buffer) => {
    const value = (octets[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), octets]) : octets
    return Buffer.concat([Buffer.of(2, value.length), value])
  }
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
  return Buffer.concat([Buffer.of(0x30, body.length), body])
}
