import { no, ok, type Result } from '../base/result.ts'
import { type BadSignature, bad } from './finding.ts'
import { decodeBase64, isPem, readPem } from './pem.ts'

/** Decision 16 and case C15: nothing larger is even looked at. */
export const SIGNATURE_BYTES_MAX = 64 * 1024

const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const SEQUENCE = 0x30
const ARMOURS: ReadonlySet<string> = new Set(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'])
const MAIL_HEADER = /^(?:mime-version|content-type|to|from|subject):/i

/**
 * An FS as senders deliver it becomes DER or BER (reception §8.1, cases C3 and C4): as it is, or base64 with any line breaks, with
 * or without PEM armour, with or without a byte order mark. Anything before, between or behind is refused.
 */
export function readSignatureFile(file: Uint8Array): Result<Buffer, BadSignature> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length > SIGNATURE_BYTES_MAX) {
    return no(bad([9, 1], 'signatureTooLarge', `${bytes.length} bytes`, `${SIGNATURE_BYTES_MAX} bytes`))
  }
  if (bytes[0] === SEQUENCE) return ok(bytes)
  const text = (bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes).toString('latin1').trim()
  if (text.length === 0) return no(bad([1, 1], 'emptySignature'))
  if (MAIL_HEADER.test(text)) return no(bad([1, 1], 'smimeMessage'))
  if (isPem(text)) return readArmoured(text)
  const octets = decodeBase64(text)
  return octets ? ok(octets) : no(bad([1, 1], 'notBase64'))
}

function readArmoured(text: string): Result<Buffer, BadSignature> {
  const pem = readPem(text)
  const [block, second] = pem?.blocks ?? []
  if (!pem || !block) return no(bad([1, 1], 'notBase64'))
  if (!ARMOURS.has(block.label))
    return no(bad([1, 1], 'wrongArmour', block.label.replaceAll(/[^ #0-9A-Z]/g, '?'), 'PKCS7'))
  if (second || pem.around.trim().length > 0) return no(bad([1, 21], 'trailingBytes'))
  return ok(block.octets)
}
