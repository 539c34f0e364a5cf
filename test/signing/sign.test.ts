import { createHash, generateKeyPairSync } from 'node:crypto'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Misconfigured, Unavailable } from '../../src/base/errors.ts'
import { answerPair } from '../../src/signing/answer-signer.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { type LineBreak, readSigningPair, signDetached } from '../../src/signing/sign.ts'
import { readSignatureFile } from '../../src/signing/signature-file.ts'
import { parseSignedContent } from '../../src/signing/signed-content.ts'
import { verifyAnswer } from '../../src/signing/verify-answer.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import { answersWith } from './answers-with.ts'
import { asked, NOW, signerOf } from './crafted.ts'

const ANSWER = Buffer.from('<ACRF/>\n')
const DAY = 86_400_000
const request = { commonName: 'Sluice answers', days: 30, now: NOW } as const
const rsa = await makeSelfSigned({ ...request, keyType: 'rsa' })
const ec = await makeSelfSigned({ ...request, keyType: 'ec' })
const now = (): Date => NOW
const both = [rsa, ec]

function pairOf({ keyPem, certificatePem }: typeof rsa): Parameters<typeof signDetached>[0]['pair'] {
  const pair = readSigningPair(keyPem, certificatePem)
  if (!pair.ok) throw new Error(pair.problem.cause)
  return pair.value
}

test.each(both)('case C26: an answer verifies with its certificate and no other', async (made) => {
  const signature = await answersWith(made, { now })(ANSWER)
  const { certificate } = signerOf(made)
  expect(await verifyAnswer(ANSWER, signature, made.certificatePem)).toEqual({
    outcome: 'good',
    annex25: [0, 0],
    certificate: { sha256: certificate.sha256, subject: 'CN=Sluice answers', serial: certificate.serialText },
    digest: { algorithm: 'sha256', hex: createHash('sha256').update(ANSWER).digest('hex') },
    signingTime: NOW.toISOString(),
    timeStamp: { outcome: 'none' },
  })
  const other = both.find((candidate) => candidate !== made)?.certificatePem ?? ''
  expect(await verifyAnswer(ANSWER, signature, other)).toMatchObject({ code: 153, detail: 'notRegistered' })
  expect(await verifyAnswer(Buffer.from('<ACRF />\n'), signature, made.certificatePem)).toMatchObject({
    code: 125,
    detail: 'otherDocument',
  })
  expect(await verifyAnswer(ANSWER, ANSWER, made.certificatePem)).toMatchObject({ code: 125, detail: 'notBase64' })
  expect(await verifyAnswer(ANSWER, signature, 'no certificate')).toMatchObject({ annex25: [10, 1001] })
})

// biome-ignore format: a table
const LINE_BREAKS: readonly (readonly [LineBreak, string])[] = [['LF', '\n'], ['CRLF', '\r\n'], ['CR', '\r']]

test.each(LINE_BREAKS)('decision 19: base64 in 76 columns, ended by %s, without armour', async (lineBreak, end) => {
  const text = (await answersWith(rsa, { lineBreak, now })(ANSWER)).toString('latin1')
  expect(text.endsWith(end)).toBe(true)
  const lines = text.slice(0, -end.length).split(end)
  expect(lines.slice(0, -1).every((line) => /^[A-Za-z0-9+/]{76}$/.test(line))).toBe(true)
  expect(lines.at(-1)).toMatch(/^[A-Za-z0-9+/]{1,76}={0,2}$/)
})

test('our signature is within our own profile, with a signing time', async () => {
  const file = readSignatureFile(await signDetached({ content: ANSWER, pair: pairOf(ec), signedAt: NOW }))
  expect(file.ok && parseSignedContent(file.value)).toMatchObject({
    ok: true,
    value: { digest: 'sha256', attributes: { signingTime: NOW } },
  })
})

test('bytes, a stream of them and their digest give the same signature with RSA', async () => {
  const bytes = Buffer.alloc(300_000, 'abc')
  const chunks = [bytes.subarray(0, 99_999), bytes.subarray(99_999)]
  const contents = [bytes, Readable.from(chunks), { sha256: createHash('sha256').update(bytes).digest() }]
  const signatures = await Promise.all(
    contents.map((content) => signDetached({ content, pair: pairOf(rsa), signedAt: NOW })),
  )
  expect(new Set(signatures.map((signature) => signature.toString())).size).toBe(1)
  expect(await verifySignature(asked(signerOf(rsa), signatures[0] ?? Buffer.alloc(0), bytes))).toMatchObject({
    outcome: 'good',
  })
})

test('any content that is signed verifies, and nothing else does', async () => {
  const pair = pairOf(ec)
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), async (content, other) => {
      const file = await signDetached({ content, pair, signedAt: NOW })
      const isSame = Buffer.from(content).equals(Buffer.from(other))
      expect(await verifySignature(asked(signerOf(ec), file, Buffer.from(content)))).toMatchObject({ outcome: 'good' })
      expect(await verifySignature(asked(signerOf(ec), file, Buffer.from(other)))).toMatchObject({
        outcome: isSame ? 'good' : 'bad',
      })
    }),
    { numRuns: 50 },
  )
})

test('case C25: outside the validity of its certificate the signer is not available', async () => {
  const at = async (instant: Date): Promise<unknown> => await answersWith(ec, { now: () => instant })(ANSWER)
  await expect(at(new Date(NOW.getTime() + 31 * DAY))).rejects.toThrow(Unavailable)
  await expect(at(new Date(NOW.getTime() - DAY))).rejects.toThrow(Unavailable)
})

const pssKey = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString()

// biome-ignore format: a table
const PAIRS: readonly (readonly [string, string, string, string, string])[] = [
  ['a key of another certificate', ec.keyPem,          rsa.certificatePem, 'SLU-KEY',         'The private key does not belong to the certificate.'],
  ['a key of another kind',        pssKey,             ec.certificatePem,  'SLU-KEY',         'The private key does not belong to the certificate.'],
  ['an encrypted key',             encrypted,          ec.certificatePem,  'SLU-KEY',         'This is not an unencrypted private key in PEM.'],
  ['no key',                       '',                 ec.certificatePem,  'SLU-KEY',         'This is not an unencrypted private key in PEM.'],
  ['key and certificate swapped',  ec.certificatePem,  ec.keyPem,          'SLU-CERTIFICATE', 'This is not a certificate in PEM.'],
  ['no certificate',               ec.keyPem,          '',                 'SLU-CERTIFICATE', 'This is not a certificate in PEM.'],
]

test.each(PAIRS)('refuses %s, and does not start with it', (_, keyPem, certificatePem, code, cause) => {
  expect(readSigningPair(keyPem, certificatePem)).toMatchObject({ ok: false, problem: { code, cause } })
  expect(() => answerPair('acknowledgement', keyPem, certificatePem)).toThrow(Misconfigured)
})
