import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Member } from '../../src/batch/facts.ts'
import { AwaitsRevocation } from '../../src/stages/awaits-revocation.ts'
import { type JudgeContentsDeps, judgeContents } from '../../src/stages/judge-contents.ts'
import { authority, issue, NOW, nameOf, responderAt, USAGE, usage } from '../signing/authorities.ts'
import { cms } from '../signing/crafted.ts'

const DOCUMENT = Buffer.from('<Declaration/>')

test('rule 28.1: what a set waits for is told with the authorities that its signature alone brought along', async () => {
  const root = authority('Root')
  const between = authority('Between', root)
  const extensions = [usage(USAGE.nonRepudiation), responderAt('http://ca.example/ocsp')]
  const { key, certificate } = issue({ name: nameOf({ CN: 'Signer' }), by: between, keyType: 'P-256', extensions })
  const signature = cms({ key, certificate, pem: { keyPem: '', certificatePem: '' } }, DOCUMENT, {
    certificates: [certificate.der, between.certificate.der],
  })
  const { verify } = judgeContents({
    contents: { read: async () => signature, stream: () => Readable.from([DOCUMENT]) },
    checkers: { inspect: () => Promise.reject(new TypeError('no document is asked for')) },
    issuers: async () => [root.certificate],
    ...{ allowSelfSigned: false, signatureBytesMax: 65_536 },
    revocation: { revocation: 'required', recheckHours: 24 },
    standingOf: async () => null,
  } as JudgeContentsDeps)
  const der = certificate.der.toString('base64')
  const rights = [{ sha256: certificate.sha256, der, usages: ['signature'], state: 'valid' }] as const
  const judged = verify(member(DOCUMENT), member(signature), { sealedAt: NOW, certificates: rights } as never)
  const waits = await judged.catch((error: unknown) => error)
  expect(waits).toBeInstanceOf(AwaitsRevocation)
  expect(waits).toMatchObject({
    certificate: { sha256: certificate.sha256, authorities: [between.certificate.der, root.certificate.der] },
    knownAt: null,
  })
})

function member(content: Buffer): Member {
  return { name: 'member', bytes: content.length, sha256: sha256(content) } as Member
}
