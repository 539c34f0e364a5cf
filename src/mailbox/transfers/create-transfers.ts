import type { Database } from '../../database/database.ts'
import {
  type TransferConditions,
  type TransferState,
  transferOfSender,
  transfersOfSender,
} from '../../ledger/sender-transfers.ts'
import type { UploadDeps } from '../begin-upload.ts'
import type { SetHooks } from '../set-hooks.ts'
import { cancelTransfer } from './cancel-transfer.ts'
import { IncomingTransfer } from './incoming-transfer.ts'
import { requestedSet } from './requested-set.ts'
import { viewOf } from './transfer-rows.ts'
import type { TransferStatus } from './transfer-view.ts'
import type { TransferFilter, Transfers } from './transfers.ts'

export type TransferDeps = Omit<UploadDeps, 'queries'> & { readonly database: Database; readonly sets: SetHooks }

export function createTransfers(deps: TransferDeps): Transfers {
  const { queries } = deps.database
  return {
    begin: (visitor) => new IncomingTransfer(visitor, deps),
    async list(sender, filter, page) {
      const conditions = conditionsOf(filter)
      return conditions ? (await transfersOfSender(queries, sender, conditions, page)).map(viewOf) : []
    },
    async find(sender, idOrTicket) {
      const row = await transferOfSender(queries, sender, idOrTicket)
      return row && viewOf(row)
    },
    cancel: (visitor, transferId) => cancelTransfer(visitor, transferId, deps),
  }
}

/** Null: the gateway gives this status to no submission. */
const STATES: Readonly<Record<TransferStatus, TransferState | null>> = {
  open: 'open',
  received: 'received',
  positiveAcknowledgement: 'accepted',
  negativeAcknowledgement: 'rejected',
  processing: null,
  processed: null,
  cancelled: 'cancelled',
}

function conditionsOf({
  environment,
  declarationType,
  status,
  createdFrom,
  setName,
}: TransferFilter): TransferConditions | null {
  const state = status && STATES[status]
  if (state === null) return null
  const set = setName === undefined ? null : requestedSet(setName)
  return {
    ...{ environment, service: declarationType, state, openedFrom: createdFrom },
    ...(set && { setKey: set.setKey }),
    ...(set && setName !== set.setKey && { holdsFile: set.goName }),
  }
}
