import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Misconfigured } from '../base/errors.ts'
import { smallInteger, TAG } from './asn1-values.ts'
import { Malformed, readElement } from './ber.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { isPem, readPem } from './pem.ts'
import { readPublicKey } from './public-key.ts'
import { valueSigns } from './signature-value.ts'

const SETTING = 'signature.acceptedIssuers'
const EXTENSION = { basicConstraints: '2.5.29.19', keyUsage: '2.5.29.15' } as const
const KEY_CERT_SIGN = 0x04

/**
 * All certificates in `*.crt`, `*.pem` and `*.cer` of a folder, in name order; none when the folder is missing. Throws `Misconfigured`
 * naming `setting`.
 */
export async function loadIssuers(folder: string, setting = SETTING): Promise<readonly Certificate[]> {
  const names = (await filesOf(folder, setting)).filter((name) => /\.(?:crt|pem|cer)$/i.test(name)).sort()
  const lists = await Promise.all(
    names.map(async (name) => issuersOf(name, await readFile(join(folder, name)), setting)),
  )
  return lists.flat()
}

/**
 * Who vouches for a certificate: `accepted` when its signature verifies with a CA of that name, `self` when with its own key
 * (decision 18). `forged` when a CA of that name is accepted but did not sign it, `unknown` when there is none.
 */
export function voucherOf(
  certificate: Certificate,
  issuers: readonly Certificate[],
): 'accepted' | 'self' | 'forged' | 'unknown' {
  const named = issuers.filter(({ subject }) => subject.equals(certificate.issuer))
  if (named.some((issuer) => isSignedBy(certificate, issuer))) return 'accepted'
  if (certificate.subject.equals(certificate.issuer) && isSignedBy(certificate, certificate)) return 'self'
  return named.length > 0 ? 'forged' : 'unknown'
}

/** The signature verifies with the issuer's key and by an admitted algorithm; nothing is said about names or dates. */
export function isSignedBy({ scheme, toBeSigned, value }: Certificate, { spki }: Certificate): boolean {
  const key = readPublicKey(spki)
  return key.ok && 'kind' in scheme && valueSigns({ scheme, key: key.value, value }, toBeSigned)
}

/** Basic constraints say so; throws `Malformed` when they are unreadable. */
export function isAuthority(certificate: Certificate): boolean {
  return basicConstraints(certificate).authority
}

/** What RFC 5280 §4.2.1.9 says; `pathLength` is null when there is no limit. Throws `Malformed` when it is unreadable. */
export function basicConstraints({ extensions }: Certificate): {
  readonly authority: boolean
  readonly pathLength: number | null
} {
  const constraints = extensions.get(EXTENSION.basicConstraints)
  if (!constraints) return { authority: false, pathLength: null }
  const { tag, children } = readElement(constraints.octets, 'DER')
  const [flag, pathLength] = children
  const isFlag = flag === undefined || (flag.tag === TAG.boolean && /^(?:00|ff)$/.test(flag.contents.toString('hex')))
  if (tag !== TAG.sequence || !isFlag || children.length > 2 || (pathLength && smallInteger(pathLength) === null)) {
    throw new Malformed('syntax', 'the basic constraints are not readable')
  }
  return { authority: flag?.contents[0] === 0xff, pathLength: pathLength ? smallInteger(pathLength) : null }
}

/** The first octet of the key usage bits, most significant first; null when the extension is absent. Throws `Malformed`. */
export function keyUsageBits({ extensions }: Certificate): number | null {
  const usage = extensions.get(EXTENSION.keyUsage)
  if (!usage) return null
  const { tag, contents } = readElement(usage.octets, 'DER')
  if (tag !== TAG.bitString || contents.length < 2 || contents.length > 3) {
    throw new Malformed('syntax', 'the key usage is not readable')
  }
  return contents[1] ?? 0
}

async function filesOf(folder: string, setting: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new Misconfigured(setting, 'The folder of accepted issuers cannot be read.', 'Make it readable.', {
      cause: error,
    })
  }
}

function issuersOf(name: string, bytes: Buffer, setting: string): readonly Certificate[] {
  const wrong = (what: string): Misconfigured =>
    new Misconfigured(setting, `${name}: ${what}.`, 'Put CA certificates in PEM or DER there, and nothing else.')
  const pem = isPem(bytes.toString('latin1'))
    ? readPem(bytes.toString('latin1'))
    : { blocks: [{ label: 'CERTIFICATE', octets: bytes }] }
  if (!pem || pem.blocks.some(({ label }) => label !== 'CERTIFICATE')) throw wrong('not a file of certificates')
  return pem.blocks.map(({ octets }) => {
    const certificate = readCertificate(octets)
    if (!certificate.ok) throw wrong(`not a certificate (${certificate.problem})`)
    const problem = authorityProblem(certificate.value)
    if (problem) throw wrong(`${certificate.value.subjectText} ${problem}`)
    return certificate.value
  })
}

function authorityProblem(certificate: Certificate): string | null {
  try {
    if (!isAuthority(certificate)) return 'is not the certificate of a CA'
    if (!((keyUsageBits(certificate) ?? KEY_CERT_SIGN) & KEY_CERT_SIGN)) return 'may not sign certificates'
  } catch (error) {
    if (error instanceof Malformed) return `is not usable (${error.message})`
    throw error
  }
  const key = readPublicKey(certificate.spki)
  return key.ok ? null : `has ${key.problem.seen}`
}
