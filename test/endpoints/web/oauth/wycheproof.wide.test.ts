/** The public vectors of Project Wycheproof for JSON web signatures and keys, through the code that verifies assertions and tokens. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Algorithm, provenBy } from '../../../../src/endpoints/web/oauth/algorithms.ts'
import { type Jws, readJws } from '../../../../src/endpoints/web/oauth/jws.ts'
import { readPublicKey } from '../../../../src/signing/public-key.ts'

const VECTORS = join(import.meta.dirname, '../../../../../shared/corpora/wycheproof')
const ALGORITHMS: readonly Algorithm[] = ['RS256', 'ES256', 'PS256']

type Vector = {
  readonly tcId: number
  readonly comment: string
  readonly jws: unknown
  readonly result: 'valid' | 'invalid'
}
type Group = {
  readonly comment: string
  readonly public?: JsonWebKey & { readonly keys?: readonly JsonWebKey[] }
  readonly tests: readonly Vector[]
}

const groups = (file: string): readonly Group[] =>
  (JSON.parse(readFileSync(join(VECTORS, file), 'utf8')) as { testGroups: readonly Group[] }).testGroups

/** As the keys of certificates: what the upload would refuse is nobody's key. A certificate says in another way what its key is for. */
function keysIn({ public: jwk }: Group): { readonly key: KeyObject }[] {
  const jwks = jwk?.keys ?? (jwk ? [jwk] : [])
  return jwks.flatMap((one) => {
    const spki = spkiOf(one)
    const key = spki && readPublicKey(spki)
    return key?.ok ? [{ key: key.value.key }] : []
  })
}

function spkiOf({ use: _, key_ops: __, ...jwk }: JsonWebKey): Buffer | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' })
  } catch {
    return null
  }
}

const OF_CERTIFICATES = ['rejectWrongUse', 'rejectsWrongUse', 'rejectWrongKeyOps']

/** Without a look at what is signed, for most vectors sign no JSON. */
function bareJws(text: string): Pick<Jws, 'header' | 'signed' | 'signature'> {
  const [header = '', payload = '', signature = ''] = text.split('.')
  const members = JSON.parse(Buffer.from(header, 'base64url').toString()) as object
  return {
    header: new Map(Object.entries(members)),
    signed: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, 'base64url'),
  }
}

test('rule 15.4 no invalid vector is accepted, and no valid one with an algorithm of ours is refused', () => {
  const seen = { refused: 0, accepted: 0 }
  for (const group of [...groups('json_web_signature_test.json'), ...groups('json_web_key_test.json')]) {
    const keys = keysIn(group)
    for (const { tcId, comment, jws, result } of group.tests) {
      if (OF_CERTIFICATES.includes(comment)) continue
      const read = typeof jws === 'string' ? readJws(jws) : null
      const isProven = read !== null && provenBy(read, keys, ALGORITHMS) !== null
      if (result === 'invalid') {
        expect([tcId, comment, isProven]).toEqual([tcId, comment, false])
        seen.refused += 1
      } else if (typeof jws === 'string' && group.public) {
        const bare = bareJws(jws)
        const isOurs = ALGORITHMS.some((algorithm) => algorithm === bare.header.get('alg'))
        const isBareProven = provenBy({ ...bare, claims: new Map() }, keys, ALGORITHMS) !== null
        expect([tcId, comment, isBareProven, isProven || read === null]).toEqual([
          tcId,
          comment,
          isOurs,
          isOurs || read === null,
        ])
        seen.accepted += Number(isOurs)
      }
    }
  }
  expect(seen).toEqual({ refused: 371, accepted: 17 })
})
