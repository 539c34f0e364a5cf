import { contextTag } from '../../src/signing/asn1-values.ts'
import { readElement } from '../../src/signing/ber.ts'
import { context, nothing, sequence } from '../../src/signing/der.ts'
import { readSignatureFile } from '../../src/signing/signature-file.ts'

/** A multipart/signed message: the first part in canonical form, and the second as a signature file. */
export function messageIn(eml: Buffer): { readonly content: Buffer; readonly signature: Buffer } {
  const text = eml.toString('latin1').replaceAll('\r\n', '\n')
  const [, content = '', signed = ''] = text.split(`--${/boundary="([^"]+)"/.exec(text)?.[1]}`)
  return {
    content: Buffer.from(content.slice(1, -1).replaceAll('\n', '\r\n'), 'latin1'),
    signature: Buffer.from(signed.slice(signed.indexOf('\n\n')), 'latin1'),
  }
}

/** Without revocation lists and without the document inside, which the profile refuses before it looks at the signer. */
export function stripped(file: Buffer): Buffer {
  const { type, fields } = partsOf(file)
  const kept = fields
    .filter(({ tag }) => tag !== contextTag(1))
    .map(({ encoding, children }, index) => (index === 2 ? sequence(children[0]?.encoding ?? nothing) : encoding))
  return sequence(type, context(0, sequence(...kept)))
}

/** The revocation lists that a signature brings along. */
export function listsIn(file: Buffer): readonly Buffer[] {
  const lists = partsOf(file).fields.find(({ tag }) => tag === contextTag(1))
  return lists?.children.map(({ encoding }) => encoding) ?? []
}

function partsOf(file: Buffer) {
  const octets = readSignatureFile(file)
  if (!octets.ok) throw new Error(octets.problem.detail)
  const [type, content] = readElement(octets.value, 'BER').children
  return { type: type?.encoding ?? nothing, fields: content?.children[0]?.children ?? [] }
}
