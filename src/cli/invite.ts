/** First codes once more for a main access manager, at addresses that somebody stands for (rule 11.21). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { ReasonedAct } from '../registry/audit.ts'
import { type CheckedAddresses, keepCheckedAddresses } from '../registry/people/checked-addresses.ts'
import { mainAccessManagerOf } from '../registry/people/find-main-access-manager.ts'
import { forgetCredentials } from '../registry/people/forget-credentials.ts'
import type { ActivationKind, IssueActivation } from '../registry/people/import.ts'
import { isVouchedBy } from '../registry/people/vouching.ts'

export type Invitation = {
  readonly enterpriseNumber: EnterpriseNumber
  /** Why every way in is to be voided first. */
  readonly lost?: string
  /** Instead of those on record. */
  readonly addresses?: CheckedAddresses
}

/** Refuses: SLU-UNKNOWN, SLU-STATE (nobody of this enterprise stands for the addresses on record), SLU-INPUT. */
export async function invite(
  tx: Transaction,
  { enterpriseNumber, lost, addresses }: Invitation,
  issue: IssueActivation,
  act: ReasonedAct,
): Promise<Result<ActivationKind, Refusal>> {
  const manager = await mainAccessManagerOf(tx, enterpriseNumber)
  if (!manager) return no(NO_MANAGER)
  const { accountId, kind } = manager
  const key = { enterpriseNumber, accountId }
  const forgotten =
    lost === undefined ? ok(undefined) : await forgetCredentials(tx, accountId, { ...act, reason: lost })
  if (!forgotten.ok) return forgotten
  const kept = addresses ? await keepCheckedAddresses(tx, key, addresses, act) : ok(undefined)
  if (!kept.ok) return kept
  if (!(await isVouchedBy(tx, key))) return no(NOT_VOUCHED)
  const issued = await issue(tx, manager)
  return issued.ok ? ok(kind) : issued
}

const NO_MANAGER = refusal(
  'SLU-UNKNOWN',
  'There is no such enterprise, or it has no main access manager.',
  'Take it over first: sluice registry import FILE.',
)
const NOT_VOUCHED = refusal(
  'SLU-STATE',
  'The addresses on record do not come from this enterprise: they were given for another one.',
  'Make sure where the person is reached, then give --email ADDRESS and --mobile-phone NUMBER.',
)
