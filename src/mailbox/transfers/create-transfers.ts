import { Together } from '../../base/together.ts'
import type { Database, Queries } from '../../database/database.ts'
import type { SetPlace } from '../../ledger/arrived-file.ts'
import { positionOf } from '../../ledger/delivery-position.ts'
import {
  type TransferConditions,
  type TransferState,
  transferOfSender,
  transfersOfSender,
} from '../../ledger/sender-transfers.ts'
import { type Standing, standingsOf } from '../../ledger/standing-sets.ts'
import type { UploadDeps } from '../begin-upload.ts'
import type { SetHooks } from '../set-hooks.ts'
import { cancelTransfer } from './cancel-transfer.ts'
import { type CommittedTransfer, type ReadyTransfer, transferCommits } from './commit-transfers.ts'
import { IncomingTransfer } from './incoming-transfer.ts'
import { requestedSet } from './requested-set.ts'
import { viewOf } from './transfer-rows.ts'
import type { TransferStatus } from './transfer-view.ts'
import type { TransferFilter, Transfers } from './transfers.ts'

type TransferGround = Omit<UploadDeps, 'queries'> & { readonly database: Database; readonly sets: SetHooks }

/** Requests that come at the same time share their looks and commits. */
export type TransferDeps = TransferGround & {
  readonly standings: Together<SetPlace, Standing>
  readonly commits: Together<ReadyTransfer, CommittedTransfer | null>
}

export function createTransfers(ground: TransferGround): Transfers {
  const { queries } = ground.database
  const deps = { ...ground, standings: standingReader(queries), commits: transferCommits(ground) }
  return {
    begin: (visitor) => new IncomingTransfer(visitor, deps),
    async list(sender, filter, page) {
      return (await transfersOfSender(queries, sender, conditionsOf(filter), page)).map(viewOf)
    },
    async find(sender, idOrTicket) {
      const row = await transferOfSender(queries, sender, idOrTicket)
      return row && viewOf(row)
    },
    async placeInLine(transferId) {
      const position = await positionOf(queries, transferId)
      return position && position.place !== null ? { ...position, place: position.place } : null
    },
    cancel: (visitor, transferId) => cancelTransfer(visitor, transferId, deps),
  }
}

function standingReader(queries: Queries): Together<SetPlace, Standing> {
  return new Together(async (places) => {
    const standings = await standingsOf(queries, places)
    const byPlace = new Map(places.map((place, index) => [place, standings[index]]))
    return (place) => {
      const standing = byPlace.get(place)
      if (!standing) throw new TypeError('a place has no standing')
      return standing
    }
  })
}

const STATES: Readonly<Record<TransferStatus, TransferState>> = {
  open: 'open',
  received: 'received',
  positiveAcknowledgement: 'accepted',
  negativeAcknowledgement: 'rejected',
  processing: 'handedOver',
  processed: 'answered',
  cancelled: 'cancelled',
}

function conditionsOf({
  environment,
  declarationType,
  status,
  createdFrom,
  setName,
}: TransferFilter): TransferConditions {
  const state = status && STATES[status]
  const set = setName === undefined ? null : requestedSet(setName)
  return {
    ...{ environment, service: declarationType, state, openedFrom: createdFrom },
    ...(set && { setKey: set.setKey }),
    ...(set && setName !== set.setKey && { holdsFile: set.goName }),
  }
}
