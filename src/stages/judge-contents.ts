/** Ties the judge's questions to stored bytes: signatures are verified here, documents are read by the checkers. */
import type { Sha256 } from '../base/hashes.ts'
import type { Member, RevocationEvidence } from '../batch/facts.ts'
import type { Certificate } from '../signing/certificate.ts'
import { bad, type SignatureFinding } from '../signing/finding.ts'
import { type KnownStanding, type RevocationPolicy, signerCounts } from '../signing/signer-standing.ts'
import { verifySignature } from '../signing/verify-signature.ts'
import type { Spool } from '../spool/spool.ts'
import { AwaitsRevocation } from './awaits-revocation.ts'
import type { Checkers } from './checkers/checkers.ts'
import type { JudgeDeps } from './judge.ts'

/** Where the bytes of the members are: the spool, or a sender's own files for a dry run. */
export type Contents = Pick<Spool, 'read' | 'stream'>

export type JudgeContentsDeps = {
  readonly contents: Contents
  readonly checkers: Pick<Checkers, 'inspect'>
  /** CA certificates whose holders may register (`signature.acceptedIssuers`), read anew for each set. */
  readonly issuers: () => Promise<readonly Certificate[]>
  readonly allowSelfSigned: boolean
  readonly revocation: RevocationPolicy
  /** What is stored of a certificate by its SHA-256; null: nothing yet. */
  readonly standingOf: (sha256: Sha256) => Promise<KnownStanding | null>
  /** `limits.signatureBytes` */
  readonly signatureBytesMax: number
}

export function judgeContents(deps: JudgeContentsDeps): Pick<JudgeDeps, 'verify' | 'inspect'> {
  const { contents, checkers } = deps
  return {
    async verify(declaration, signature, { sealedAt, certificates }) {
      if (signature.bytes > deps.signatureBytesMax) {
        return bad([9, 1], 'signatureTooLarge', `${signature.bytes}`, `${deps.signatureBytesMax}`)
      }
      const finding = await verifySignature({
        signatureFile: await contents.read(signature.sha256, deps.signatureBytesMax),
        content: {
          // the digest under which the bytes are stored; a signature over SHA-256 costs no second reading
          digests: { sha256: Buffer.from(declaration.sha256, 'hex') },
          bytes: declaration.bytes,
          stream: () => contents.stream(declaration.sha256),
        },
        registered: certificates.map((certificate) => ({
          ...certificate,
          der: Buffer.from(certificate.der, 'base64'),
          chain: (certificate.chain ?? []).map((der) => Buffer.from(der, 'base64')),
        })),
        issuers: await deps.issuers(),
        allowSelfSigned: deps.allowSelfSigned,
        sealedAt,
      })
      return await withStanding(finding, sealedAt, deps)
    },
    inspect: (declarations) => checkers.inspect({ parts: declarations.map(partOf) }),
  }

  function partOf({ name, bytes, sha256 }: Member) {
    return { name, bytes, stream: () => contents.stream(sha256) }
  }
}

/** Only a signature that is good otherwise is worth a question. Throws `AwaitsRevocation`. */
async function withStanding(
  finding: SignatureFinding,
  sealedAt: Date,
  { revocation: policy, standingOf }: JudgeContentsDeps,
): Promise<SignatureFinding> {
  const { certificate } = finding
  if (finding.outcome !== 'good' || !certificate || policy.revocation === 'off') return finding
  const { authorities, ...good } = finding
  if (!authorities) return { ...good, revocation: { status: 'notOffered' } }
  const known = await standingOf(certificate.sha256)
  const revocation = evidenceOf(known)
  switch (signerCounts(known, sealedAt, policy)) {
    case 'counts':
      return { ...good, revocation }
    case 'revoked':
      return { ...good, ...bad([10, 1104], 'revoked', certificate.serial), revocation }
    case 'waits':
      throw new AwaitsRevocation({ ...certificate, authorities }, known?.checkedAt ?? null)
  }
}

function evidenceOf(known: KnownStanding | null): RevocationEvidence {
  if (!known) return { status: 'unknown' }
  const { status, source, statedAt, checkedAt, revoked } = known
  return {
    status,
    ...(source !== null && { source }),
    ...(statedAt && { statedAt: statedAt.toISOString() }),
    ...(checkedAt && { checkedAt: checkedAt.toISOString() }),
    ...(revoked && { revokedAt: revoked.at.toISOString(), reason: revoked.reason }),
  }
}
