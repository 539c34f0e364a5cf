import { beforeEach, expect, test } from 'vitest'
import { readPublicKey } from '../../src/signing/public-key.ts'
import { valueSigns } from '../../src/signing/signature-value.ts'
import { bytesOf, notRun } from './corpora.ts'
import { seen, targetOf } from './targets.ts'

const missing = notRun('wycheproof')
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))

type Vector = { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: string }
type Vectors = { readonly testGroups: readonly { readonly publicKeyDer: string; readonly tests: readonly Vector[] }[] }

test.each([
  ['Wycheproof RSA PKCS#1 2048 SHA-256', 'rsa_signature_2048_sha256_test.json', 'pkcs1'],
  ['Wycheproof ECDSA P-256 SHA-256', 'ecdsa_secp256r1_sha256_test.json', 'ecdsa'],
] as const)('case C9: %s: valid ones sign, others do not', (suite, file, kind) => {
  const { testGroups } = JSON.parse(bytesOf(`wycheproof/${file}`).toString()) as Vectors
  const outcomes = testGroups.flatMap(({ publicKeyDer, tests }) => {
    const key = readPublicKey(Buffer.from(publicKeyDer, 'hex'))
    if (!key.ok) throw new Error(key.problem.seen)
    return tests.map(({ tcId, msg, sig, result }) => {
      const claim = { scheme: { kind, digest: 'sha256' } as const, key: key.value, value: Buffer.from(sig, 'hex') }
      const accepted = valueSigns(claim, Buffer.from(msg, 'hex'))
      return { name: `${tcId}`, accepted, found: result, asExpected: accepted === (result === 'valid') }
    })
  })
  expect(seen(outcomes)).toEqual(targetOf(suite))
})
