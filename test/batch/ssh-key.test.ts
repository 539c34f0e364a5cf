import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { parseSshPublicKey } from '../../src/batch/ssh-key.ts'
import accepted from './vectors/ssh-keys-accepted.json' with { type: 'json' }
import refused from './vectors/ssh-keys-refused.json' with { type: 'json' }

describe('case R15: keys that are registered', () => {
  test.each(accepted)('$name', ({ text, algorithm, fingerprint, comment, options }) => {
    const result = parseSshPublicKey(text)
    const blob = result.ok ? result.value.blob : Buffer.alloc(0)
    const notices = options.length > 0 ? [`Options are not kept: ${options.join(', ')}.`] : []
    expect(result).toEqual({
      ok: true,
      value: { algorithm, fingerprint, comment, notices, blob, sha256: sha256(blob) },
    })
    expect(fingerprint).toBe(`SHA256:${Buffer.from(sha256(blob), 'hex').toString('base64').replace('=', '')}`)
  })
})

describe('case R15: keys that are refused with advice', () => {
  test.each(refused)('$name', ({ text, cause }) => {
    const result = parseSshPublicKey(text)
    expect(result).toMatchObject({ ok: false, problem: { code: 'SLU-KEY' } })
    expect(result.ok ? '' : result.problem.cause).toContain(cause)
  })

  test.each(refused)('nothing of the file is repeated: $name', ({ text }) => {
    const answer = JSON.stringify(parseSshPublicKey(text))
    expect(answer).not.toContain('TOPSECRET')
    const words = text.split(/\s+/).filter((word) => word.length > 30)
    expect(words.filter((word) => answer.includes(word.slice(0, 20)))).toEqual([])
  })
})

test('any text is answered', () => {
  const crumbs = fc.constantFrom(
    'ssh-ed25519',
    'ssh-rsa',
    ' ',
    '\n',
    '"',
    ',',
    '\\',
    '---- BEGIN SSH2 PUBLIC KEY ----',
    'AAAA',
  )
  const mixtures = fc.array(fc.oneof(crumbs, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(fc.property(fc.oneof(fc.string(), mixtures), (text) => typeof parseSshPublicKey(text).ok === 'boolean'))
})

test('any blob under a known name is answered, and a changed byte never makes the same key', () => {
  const keys = accepted
    .map(({ text }) => parseSshPublicKey(text))
    .flatMap((result) => (result.ok ? [result.value] : []))
  const change = fc.record({ key: fc.constantFrom(...keys), at: fc.nat({ max: 700 }), bit: fc.nat({ max: 7 }) })
  fc.assert(
    fc.property(change, ({ key, at, bit }) => {
      const blob = Buffer.from(key.blob)
      const index = at % blob.length
      blob[index] = (blob[index] ?? 0) ^ (1 << bit)
      const result = parseSshPublicKey(`${key.algorithm} ${blob.toString('base64')}`)
      expect(result.ok && result.value.sha256 === key.sha256).toBe(false)
    }),
  )
})

test('a key that any of these curves can have is accepted', () => {
  const curves = fc.constantFrom('P-256', 'P-384', 'P-521')
  fc.assert(
    fc.property(curves, (curve) => {
      const { x, y } = generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'jwk' })
      const name = `nistp${curve.slice(2)}`
      const point = Buffer.concat([Buffer.of(4), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')])
      const blob = Buffer.concat([`ecdsa-sha2-${name}`, name, point].map(field))
      expect(parseSshPublicKey(`ecdsa-sha2-${name} ${blob.toString('base64')} x`).ok).toBe(true)
    }),
    { numRuns: 20 },
  )
})

test('whatever the comment holds, it is shown without control characters and cut off', () => {
  const key = accepted[0]?.text.split(' ').slice(0, 2).join(' ')
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'aé€𝄞\u0007\u009b\u200b\u202e\ud800'), maxLength: 150 }),
      (comment) => {
        const result = parseSshPublicKey(`${key} ${comment.replace(/[\s\p{Cc}\ufffd]/gu, '')}`)
        if (result.ok) expect(result.value.comment).toMatch(/^\P{C}{0,100}$/u)
      },
    ),
  )
})

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
