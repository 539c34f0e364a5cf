import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from '../../../src/signing/certificate.ts'
import { context, integer, nothing, octetString, oid, sequence } from '../../../src/signing/der.ts'
import { issueCertificate, makeCa } from '../../../src/signing/make-certificate.ts'
import { toPem } from '../../../src/signing/pem.ts'
import { readSignatureFile } from '../../../src/signing/signature-file.ts'
import { certificateOf, cms, makeSigner, NAME, NOW, type Signer, signerOf, signerPart } from '../crafted.ts'
import { opensslSignatures } from '../openssl-signatures.ts'
import type { Author } from './signed-edits.ts'

/** A signature to be changed, with all that both sides need to judge what comes of it. */
export type Original = {
  readonly name: string
  readonly content: Buffer
  readonly file: Buffer
  readonly certificate: Certificate
  /** Empty when the certificate is self-signed, and so trusted as it is. */
  readonly issuers: readonly Certificate[]
  readonly at: Date
  /** Where there is a key: who can sign anew what was changed. */
  readonly author?: Author
}

const CONTENT = Buffer.from('<Declaration>\r\n</Declaration>\r\n')
const PSS_SHA256 = sequence(
  oid(NAME.pss),
  sequence(
    ...[
      context(0, sequence(oid(NAME.sha256))),
      context(1, sequence(oid('1.2.840.113549.1.1.8'), sequence(oid(NAME.sha256)))),
    ],
    context(2, integer(32)),
  ),
)

/** Ours, piece by piece, with their keys; those of OpenSSL in every admitted form; and what OpenSSL signs that decision 16 refuses. */
export async function originals(folder: string): Promise<readonly Original[]> {
  const [own, ofOpenssl] = [await ownOriginals(), opensslOriginals()]
  return [
    ...own,
    ...ofOpenssl,
    ...refusedOriginals(folder, await makeSigner('rsa', 'Odd'), await makeSigner('ec', 'Second')),
  ]
}

async function ownOriginals(): Promise<readonly Original[]> {
  const ca = await makeCa({ commonName: 'Example CA', keyType: 'ec', days: 1000, now: NOW })
  const issue = async (commonName: string): Promise<Signer> =>
    signerOf(await issueCertificate(ca, { commonName, keyType: 'rsa', days: 100, now: NOW }))
  const [rsa, ec, issued, neighbour] = [
    await makeSigner('rsa'),
    await makeSigner('ec'),
    await issue('Issued'),
    await issue('Neighbour'),
  ]
  const others = [neighbour, await makeSigner('rsa')]
  const issuers = [certificateOf(ca.certificatePem)]
  return [
    ...formsOf('own RSA', { signer: rsa, others, content: CONTENT }, []),
    ...formsOf('own EC', { signer: ec, others, content: CONTENT }, []),
    ...formsOf('issued', { signer: issued, others, content: CONTENT }, issuers),
  ]
}

function formsOf(name: string, author: Author, issuers: readonly Certificate[]): readonly Original[] {
  const { signer, content } = author
  const isRsa = signer.key.asymmetricKeyType === 'rsa'
  const files: readonly (readonly [string, Buffer])[] = [
    ['', cms(signer, content)],
    [' without certificates', cms(signer, content, { certificates: null })],
    [' without attributes', cms(signer, content, { signers: [signerPart(signer, content, { attributes: null })] })],
    ...(isRsa
      ? [
          [
            ' named by digest',
            cms(signer, content, {
              signers: [signerPart(signer, content, { algorithm: sequence(oid(NAME.sha256WithRsa), nothing) })],
            }),
          ] as const,
        ]
      : []),
    ...(isRsa
      ? [
          [
            ' PSS, of another padding',
            cms(signer, content, {
              signers: [
                signerPart(signer, content, { algorithm: PSS_SHA256, value: octetString(Buffer.alloc(256, 7)) }),
              ],
            }),
          ] as const,
        ]
      : []),
  ]
  return files.map(([form, file]) => ({
    name: name + form,
    content,
    file,
    certificate: signer.certificate,
    issuers,
    at: NOW,
    author,
  }))
}

function opensslOriginals(): readonly Original[] {
  return opensslSignatures(new URL('../vectors/openssl-signatures.txt', import.meta.url)).map(
    ({ name, content, request }) => {
      const read = readSignatureFile(request.signatureFile)
      const signer = certificateOf(toPem('CERTIFICATE', request.registered[0]?.der ?? Buffer.alloc(0)))
      if (!read.ok) throw new Error(name)
      return {
        name: `OpenSSL ${name}`,
        content,
        file: read.value,
        certificate: signer,
        issuers: [],
        at: request.sealedAt,
      }
    },
  )
}

// biome-ignore format: a table
const ODD: readonly (readonly [string, readonly string[]])[] = [
  ['in one piece as BER',      ['-stream']],
  ['by key identifier',        ['-keyid']],
  ['with the document inside', ['-nodetach']],
  ['CAdES',                    ['-cades']],
  ['of another content type',  ['-econtent_type', '1.2.3.4']],
  ['of two signers',           ['-signer', 'second.pem', '-inkey', 'second.key']],
  ['with a receipt request',   ['-receipt_request_to', 'a@b.example', '-receipt_request_all']],
]

function refusedOriginals(folder: string, signer: Signer, second: Signer): readonly Original[] {
  for (const [name, { pem }] of [
    ['odd', signer],
    ['second', second],
  ] as const) {
    writeFileSync(join(folder, `${name}.pem`), pem.certificatePem)
    writeFileSync(join(folder, `${name}.key`), pem.keyPem)
  }
  writeFileSync(join(folder, 'content'), CONTENT)
  return ODD.map(([name, options]) => {
    const words = [
      'cms',
      '-sign',
      '-binary',
      '-in',
      'content',
      '-signer',
      'odd.pem',
      '-inkey',
      'odd.key',
      '-outform',
      'DER',
      '-out',
      'signature',
    ]
    execFileSync('openssl', [...words, ...options], { cwd: folder, stdio: 'ignore' })
    const file = readFileSync(join(folder, 'signature'))
    return { name: `OpenSSL ${name}`, content: CONTENT, file, certificate: signer.certificate, issuers: [], at: NOW }
  })
}
