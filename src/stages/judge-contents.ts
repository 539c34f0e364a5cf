/** Ties the judge's questions to stored bytes: signatures are verified here, documents are read by the checkers. */
import type { Member } from '../batch/facts.ts'
import type { Certificate } from '../signing/certificate.ts'
import { bad } from '../signing/finding.ts'
import { verifySignature } from '../signing/verify-signature.ts'
import type { Spool } from '../spool/spool.ts'
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
      return await verifySignature({
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
        })),
        issuers: await deps.issuers(),
        allowSelfSigned: deps.allowSelfSigned,
        sealedAt,
      })
    },
    inspect: (declarations) => checkers.inspect({ parts: declarations.map(partOf) }),
  }

  function partOf({ name, bytes, sha256 }: Member) {
    return { name, bytes, stream: () => contents.stream(sha256) }
  }
}
