import { isSha256 } from '../../base/hashes.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import { parseSenderNumber } from '../../batch/identifiers.ts'
import { latestSigners, type Signer } from '../../ledger/sender-health.ts'
import {
  type CertificateCounts,
  type CertificateFilter,
  countCertificates,
  type ListedCertificate,
  listCertificates,
} from '../../registry/certificate-list.ts'
import { approveCertificate, rejectCertificate, type StoredCertificate } from '../../registry/certificates.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import type { OwnKey } from '../gateway-view.ts'
import type { ConsoleGround } from '../ground.ts'
import { inAct } from './acting.ts'

export type CertificatesInView = {
  readonly counts: CertificateCounts
  readonly certificates: readonly SignerCertificate[]
}

/** With how many of the sender's latest hundred sets it signed; null: none. */
export type SignerCertificate = ListedCertificate & { readonly signed: Pick<Signer, 'sets' | 'lastAt'> | null }

export const SOON_DAYS = 30

export async function seeCertificates(
  { database }: Pick<ConsoleGround, 'database'>,
  _operator: Operator,
  filter: CertificateFilter,
): Promise<CertificatesInView> {
  const { queries } = database
  const listed = await listCertificates(queries, filter)
  const signers = await latestSigners(queries, [...new Set(listed.map(({ senderNumber }) => senderNumber))])
  const certificates = listed.map((certificate) => ({
    ...certificate,
    signed:
      signers.find(
        ({ senderNumber, sha256 }) => senderNumber === certificate.senderNumber && sha256 === certificate.sha256,
      ) ?? null,
  }))
  return { counts: await countCertificates(queries, SOON_DAYS), certificates }
}

export async function seeOwnKeys(
  { gateway }: Pick<ConsoleGround, 'gateway'>,
  _operator: Operator,
): Promise<readonly OwnKey[]> {
  return await gateway.ownKeys()
}

export type CertificateDecision = {
  readonly senderNumber: string
  readonly sha256: string
  readonly verb: 'approve' | 'reject'
  readonly reason: string
}

/** The second pair of eyes for a certificate that names no enterprise. Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN, SLU-STATE. */
export async function decideCertificate(
  ground: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { senderNumber, sha256, verb, reason }: CertificateDecision,
): Promise<Result<StoredCertificate, Refusal>> {
  const decide = verb === 'approve' ? approveCertificate : rejectCertificate
  return await inAct(ground, { operator, role: 'operator', reason }, async (tx, act) => {
    const sender = parseSenderNumber(senderNumber)
    if (!sender.ok || !isSha256(sha256)) return no(NO_SUCH_CERTIFICATE)
    return await decide(tx, { senderNumber: sender.value, sha256 }, act)
  })
}

const NO_SUCH_CERTIFICATE = refusal(
  'SLU-UNKNOWN',
  'The sender has no such certificate.',
  'Look at those that it has.',
  {
    key: 'noSuchCertificate',
  },
)
