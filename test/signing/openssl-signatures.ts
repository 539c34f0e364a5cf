import { readFileSync } from 'node:fs'
import { readCertificate } from '../../src/signing/certificate.ts'
import type { VerifyInput } from '../../src/signing/verify-signature.ts'
import { asked, type Signer } from './crafted.ts'

const DAY = 86_400_000

export type OpensslSignature = { readonly name: string; readonly content: Buffer; readonly request: VerifyInput }

/** The lines that `vectors/make-openssl-signatures.sh` writes, each as a set of a sender whose certificate is registered. */
export function opensslSignatures(file: string | URL): readonly OpensslSignature[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [name = '', ...fields] = line.split('\t')
    const [content, signature, der] = fields.map((field) => Buffer.from(field, 'base64'))
    const certificate = readCertificate(der ?? Buffer.alloc(0))
    if (!content || !signature || !certificate.ok) throw new Error(`${name}: not a vector`)
    const sealedAt = new Date(certificate.value.notBefore.getTime() + DAY)
    const signer = { certificate: certificate.value } as Signer
    return { name, content, request: { ...asked(signer, signature, content), sealedAt } }
  })
}
