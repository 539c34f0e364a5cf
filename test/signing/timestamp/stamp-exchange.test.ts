import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Der, element, integer, sequence, utf8String } from '../../../src/signing/der.ts'
import { stampFaultText } from '../../../src/signing/timestamp/stamp-fault.ts'
import { stampNonce, stampRequest } from '../../../src/signing/timestamp/stamp-request.ts'
import { tokenOfResponse } from '../../../src/signing/timestamp/stamp-response.ts'
import { IMPRINT, NONCE, POLICY, response, stamper, token } from './made-stamps.ts'

const made = token(stamper())

test('rule 29.2: a request has imprint, policy, nonce and the wish for a certificate', () => {
  const [imprint, nonce] = [IMPRINT.toString('hex'), NONCE.toString('hex')]
  const asked = `020101302f300b06096086480165030402010420${imprint}`
  const written = (policy: string) => stampRequest({ imprint: IMPRINT, nonce: NONCE, policy }).toString('hex')
  expect(written(POLICY)).toBe(`3054${asked}06092b06010401868d1f010210${nonce}0101ff`)
  expect(written('')).toBe(`3049${asked}0210${nonce}0101ff`)
})

test('a nonce is positive, in its shortest form, and another one each time', () => {
  const nonces = Array.from({ length: 100 }, stampNonce)
  expect(nonces.every((nonce) => nonce.length === 16 && nonce[0]! >= 0x40 && nonce[0]! < 0x80)).toBe(true)
  expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(100)
})

test('rule 29.2: a granted response gives its token', () => {
  expect(tokenOfResponse(response(made))).toEqual({ ok: true, value: made })
})

const words = sequence(utf8String('Busy\u001b[2J, come back'))

test.each<[string, Der, string]>([
  ['granted with changes', response(made, 1), 'the authority did not grant it (status 1)'],
  [
    'rejected',
    response(null, 2, [words, element(0x03, Buffer.of(5, 0x20))]),
    'the authority did not grant it (status 2: Busy [2J, come back)',
  ],
  ['rejected with a token', response(made, 2), 'the authority did not grant it (status 2)'],
  ['granted without a token', response(null), 'it cannot be read (a token is missing or of another type)'],
  ['of no status', sequence(made), 'it cannot be read (a status is missing or of another type)'],
  ['with something behind it', Buffer.concat([response(made), Buffer.of(0)]), 'it cannot be read (1 bytes follow)'],
  ['with a third part', sequence(sequence(integer(0)), made, made), 'it cannot be read (no response)'],
])('rule 29.2: a response %s gives none', (_, bytes, text) => {
  const found = tokenOfResponse(bytes)
  expect(found.ok ? '' : stampFaultText(found.problem)).toBe(text)
})

test('any response is read or refused, never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(made.length), (bytes, cut) => {
      expect(tokenOfResponse(bytes).ok).toBe(false)
      expect(tokenOfResponse(response(made).subarray(0, cut)).ok).toBe(false)
    }),
  )
})
