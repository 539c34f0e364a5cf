import { createHash } from 'node:crypto'
import type { Sha256 } from '../../base/hashes.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { Malformed } from '../ber.ts'
import type { Certificate } from '../certificate.ts'
import { EXTENSION, PURPOSE, purposesOf } from '../extension-values.ts'
import { keyUsageBits } from '../issuers.ts'
import { isRoot, pathToRoot } from '../path.ts'
import { readPublicKey } from '../public-key.ts'
import { valueSigns } from '../signature-value.ts'
import { namesCertificate } from './signing-certificate.ts'
import { BadStamp, demandStamp, type StampFault } from './stamp-fault.ts'
import { STAMP_NAME } from './stamp-names.ts'
import { readTokenContent, type TokenContent } from './token-content.ts'
import { readTstInfo, type TstInfo } from './tst-info.ts'

/** A time-stamp that holds: when, by whom, and under what number. */
export type Stamp = {
  readonly at: Date
  readonly by: { readonly sha256: Sha256; readonly subject: string; readonly serial: string }
  readonly policy: string
  /** Of the stamp, upper-case hexadecimal. */
  readonly serial: string
}

export type TokenRules = {
  /** SHA-256 of what was stamped. */
  readonly imprint: Uint8Array
  /** Roots, and authorities between them and the signer; null: whose stamp it is, is not asked. */
  readonly issuers: readonly Certificate[] | null
  /** Of a token that was asked for just now. */
  readonly asked?: {
    readonly nonce: Uint8Array
    /** Dotted; empty: any. */
    readonly policy: string
    readonly now: Date
    readonly toleranceSeconds: number
  }
}

/** digitalSignature and nonRepudiation. */
const SIGNING_BITS = 0xc0

/** rule 29.3: a token (RFC 3161 §2.4.2) of exactly this imprint, by a signer that is for time-stamps alone. What strangers wrote never throws. */
export function checkToken(token: Buffer, rules: TokenRules): Result<Stamp, StampFault> {
  try {
    return ok(stampOf(token, rules))
  } catch (error) {
    if (error instanceof BadStamp) return no(error.fault)
    if (error instanceof Malformed) return no({ fault: 'malformed', seen: error.message })
    throw error
  }
}

function stampOf(token: Buffer, rules: TokenRules): Stamp {
  const content = readTokenContent(token)
  const info = readTstInfo(content.info)
  const { algorithm, digest } = info.imprint
  demandStamp(algorithm === 'sha256' && digest.equals(rules.imprint), 'wrongImprint')
  if (rules.asked) demandAnswered(info, rules.asked)
  const signer = signerOf(content)
  demandStamp(isForStampsAlone(signer), 'notForStamps')
  demandSigned(content, signer)
  if (rules.issuers) demandTrusted(signer, content, rules.issuers, info.at)
  const by = { sha256: signer.sha256, subject: signer.subjectText, serial: signer.serialText }
  return { at: info.at, by, policy: info.policy, serial: info.serialText }
}

function demandAnswered(info: TstInfo, { nonce, policy, now, toleranceSeconds }: NonNullable<TokenRules['asked']>) {
  demandStamp(info.nonce?.equals(nonce) ?? false, 'wrongNonce')
  demandStamp(policy === '' || policy === info.policy, 'wrongPolicy', info.policy)
  const seconds = Math.abs(info.at.getTime() - now.getTime()) / 1000
  demandStamp(seconds <= toleranceSeconds, 'wrongTime', info.at.toISOString())
}

function signerOf({ certificates, issuer, serial }: TokenContent): Certificate {
  const signer = certificates.find((one) => one.issuer.equals(issuer) && one.serial.equals(serial))
  demandStamp(signer !== undefined, 'noCertificate')
  return signer
}

/** RFC 3161 §2.3: one purpose, and critical. */
function isForStampsAlone(signer: Certificate): boolean {
  const purposes = purposesOf(signer) ?? []
  const isCritical = signer.extensions.get(EXTENSION.extendedKeyUsage)?.critical ?? false
  const usage = keyUsageBits(signer)
  const maySign = usage === null || ((usage & SIGNING_BITS) !== 0 && (usage & ~SIGNING_BITS) === 0)
  return isCritical && purposes.length === 1 && purposes[0] === PURPOSE.timeStamping && maySign
}

function demandSigned({ info, attributes, digest, scheme, value, toBeSigned }: TokenContent, signer: Certificate) {
  const messageDigest = attributes.get(STAMP_NAME.messageDigest)?.contents
  demandStamp(messageDigest?.equals(createHash(digest).update(info).digest()) ?? false, 'attributes', 'messageDigest')
  demandStamp(namesCertificate(attributes, signer), 'otherCertificate')
  const key = readPublicKey(signer.spki)
  demandStamp(key.ok, 'unfit', key.ok ? '' : key.problem.seen)
  demandStamp(valueSigns({ scheme, key: key.value, value }, toBeSigned), 'wrongValue')
}

/** As it was at the time of the stamp: what has expired since stamped all the same. Revocation is not asked. */
function demandTrusted(signer: Certificate, content: TokenContent, issuers: readonly Certificate[], at: Date): void {
  const [roots, between] = [issuers.filter(isRoot), issuers.filter((issuer) => !isRoot(issuer))]
  const authorities = [...between, ...content.certificates.filter(({ sha256 }) => sha256 !== signer.sha256)]
  const path = pathToRoot(signer, { roots, authorities, now: at, purpose: PURPOSE.timeStamping })
  demandStamp(path.ok, path.ok ? 'unfit' : path.problem, signer.subjectText)
}
