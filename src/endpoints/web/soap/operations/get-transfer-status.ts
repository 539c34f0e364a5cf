import { no, ok } from '../../../../base/result.ts'
import type { Language } from '../../../../batch/languages.ts'
import type { Reason } from '../../../../batch/reason.ts'
import { textOf } from '../../../../batch/reasons/catalogue.ts'
import { REVOCATION_WAIT } from '../../../../batch/revocation-wait.ts'
import type { TransferView } from '../../../../mailbox/transfers/transfer-view.ts'
import type { Caller } from '../../caller.ts'
import { acknowledgementCode, businessFault } from '../faults/business-faults.ts'
import type { Answer } from '../schema/write-fields.ts'
import { shownDigest } from './message-answers.ts'
import type { Serve } from './operation.ts'

export const getTransferStatus: Serve<Caller> = async ({ Ticket }, { ground, caller, language }) => {
  const view = await ground.mailbox.transfers.find(caller.visitor.sender, String(Ticket))
  return view ? ok(shown(view, language)) : no(businessFault('resourceNotFound'))
}

function shown(view: TransferView, language: Language): Answer {
  const { verdict, awaitsRevocationSince: since } = view
  return {
    ...{ TransferId: view.transferId, Ticket: view.ticket, SetName: view.setName, Environment: view.environment },
    ...{ DeclarationType: view.declarationType, Status: view.status, OpenedAt: view.openedAt, SealedAt: view.sealedAt },
    File: view.files.map(({ fileName, bytes, sha256, receivedAt }) => ({
      ...{ FileName: fileName, Size: bytes, Digest: shownDigest(sha256), ReceivedAt: receivedAt },
    })),
    WaitsFor: since && { What: 'revocationData', Since: since, Language: language, Message: REVOCATION_WAIT[language] },
    Verdict: verdict && { Outcome: verdict.outcome, Reason: verdict.reasons.map((reason) => told(reason, language)) },
    MessageId: view.messageIds,
  }
}

function told(reason: Reason, language: Language): Answer {
  const { file } = reason
  return { Code: acknowledgementCode(reason), FileName: file, Language: language, Message: textOf(reason)[language] }
}
