/** Certificates come to their end: their senders are told in time (spec access.md §6.5, §9), by the mailbox and by a mail to their contact. */
import type { Database, Transaction } from '../database/database.ts'
import { ageCertificates, type ExpiryWarning, takeExpiryWarnings } from '../registry/certificate-ages.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { postNotices } from './post.ts'
import { tellPerson } from './tell-person.ts'

export type ExpiryRules = {
  readonly box: SecretBox
  readonly noticeDays: number
  /** Days before the end at which the sender is told; the largest makes the certificate `expiring`. */
  readonly expiryDays: readonly number[]
  /** As in `Ageing`. */
  readonly suspendsChannels: boolean
}

const ACT = { actor: 'system' }

/**
 * Ages what is due and tells what is near: each certificate at most once for each of the days, only the nearest when several have passed.
 * The end itself is told from the audit.
 */
export async function tellExpiries(database: Pick<Database, 'transaction'>, rules: ExpiryRules): Promise<void> {
  const ageing = { warnDays: Math.max(0, ...rules.expiryDays), suspendsChannels: rules.suspendsChannels }
  while ((await database.transaction((tx) => ageCertificates(tx, ageing, ACT))) > 0);
  while ((await database.transaction((tx) => tellPage(tx, rules))) > 0);
}

async function tellPage(tx: Transaction, { box, noticeDays, expiryDays }: ExpiryRules): Promise<number> {
  const warnings = await takeExpiryWarnings(tx, expiryDays)
  await postNotices(tx, warnings.map(noticeOf), noticeDays)
  for (const { senderNumber, days } of warnings) {
    const told = { template: 'certificate.expiring', whom: 'technicalUser' } as const
    await tellPerson(tx, box, told, { accountId: null, senderNumber }, { days: String(days) })
  }
  return warnings.length
}

function noticeOf(warning: ExpiryWarning) {
  const { certificateId, enterpriseNumber, qualityCode, senderNumber, sha256, serial, notAfter, days, now } = warning
  return {
    ...{ enterpriseNumber, qualityCode, service: null },
    kind: 'certificateExpiring' as const,
    detail: { senderNumber, sha256, serial, notAfter: notAfter.toISOString(), days },
    source: `expiry:${certificateId}:${days}`,
    at: now,
  }
}
