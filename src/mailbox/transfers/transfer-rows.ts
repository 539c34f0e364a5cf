import { ANSWER_RESULTS } from '../../batch/facts.ts'
import { parseFileName } from '../../batch/file-name.ts'
import type { SenderTransfer } from '../../ledger/sender-transfers.ts'
import type { TransferStatus, TransferView } from './transfer-view.ts'

/** The rows of a submission as its sender's programs see them. */
export function viewOf(row: SenderTransfer): TransferView {
  const { outcome, reasons } = row
  const setName = setNameOf(row)
  const purpose = setName?.split('.')[0] ?? ''
  return {
    transferId: row.submissionId,
    setName,
    environment: row.environment,
    declarationType: /^[A-Z][A-Z0-9]{3}$/.test(purpose) ? purpose : null,
    status: statusOf(row),
    openedAt: row.openedAt,
    sealedAt: row.sealedAt,
    ticket: row.ticket,
    awaitsRevocationSince: outcome ? null : row.awaitsRevocationSince,
    files: row.files.map(({ name, ...file }) => ({ fileName: name, ...file })),
    verdict: outcome && { outcome, reasons: reasons ?? [] },
    result: ANSWER_RESULTS.findLast((result) => row.results.includes(result)) ?? null,
    messageIds: row.answers.map((name) => name.slice('FO.'.length)),
  }
}

/**
 * rule 14.7: a verdict shows in the status when its answer is out; one to which no answer is due, at once. rule 20.14: from the hand-over on
 * it is being processed, until the online service has answered.
 */
function statusOf({ sealedAt, closedAt, outcome, answerDue, acknowledged, ...row }: SenderTransfer): TransferStatus {
  if (row.cancelled || (closedAt && !sealedAt)) return 'cancelled'
  if (row.answered) return 'processed'
  if (row.handedOver && acknowledged) return 'processing'
  if (outcome && (acknowledged || answerDue === false)) {
    return outcome === 'accepted' ? 'positiveAcknowledgement' : 'negativeAcknowledgement'
  }
  return sealedAt ? 'received' : 'open'
}

/** With the number of parts when a GO tells it. */
function setNameOf({ routable, rawKey, files }: SenderTransfer): string | null {
  if (!routable) return null
  const key = rawKey.slice(rawKey.indexOf('/') + 1)
  const counts = files.flatMap(({ name }) => {
    const parsed = parseFileName(name)
    return parsed.ok && parsed.value.mark === 'GO' && parsed.value.form === 'full' ? [parsed.value.count] : []
  })
  const count = counts.at(-1)
  return count === undefined ? key : `${key}.${count}`
}
