/** Structured reports that are set up already, as somebody has seen them: a change is made to what he saw, or not at all. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { SenderNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import { lockOpenSender } from '../senders.ts'
import { type SetupPlace, STALE, senderAt } from './place.ts'

/** `expectedVersion`: of the sender, which counts every change to it and all below it. */
export type SeenConfiguration = SetupPlace & { readonly expectedVersion: number }

/** All of the change, or on a refusal nothing. Refuses: SLU-UNKNOWN (nothing set up here), SLU-VERSION, and what the change refuses. */
export function changeConfiguration<Value>(
  tx: Transaction,
  seen: SeenConfiguration,
  change: (senderNumber: SenderNumber) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  return allOrNothing(tx, async () => {
    const senderNumber = await senderAt(tx, seen)
    if (senderNumber === null) return no(NOT_SET_UP)
    const sender = await lockOpenSender(tx, senderNumber)
    if (!sender.ok) return sender
    return sender.value.version === seen.expectedVersion ? change(senderNumber) : no(STALE)
  })
}

const NOT_SET_UP = refusal(
  'SLU-UNKNOWN',
  'Structured reports are not set up for this quality.',
  'Set them up first: save the configuration data.',
  { key: 'notSetUp' },
)
