/** The first sign-in of the main access manager opens the account of the enterprise (spec access.md §6.1). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { EnterpriseNumber } from '../../batch/identifiers.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { lockEnterprise } from '../enterprises.ts'
import { activateQuality, type OfferedQuality } from '../qualities.ts'
import { ENTERPRISE, nextState } from '../transitions.ts'
import { completeProfiles } from './profiles.ts'

/** rule 11.1: a password alone, and whatever is not named here, does not activate. */
export const ACTIVATION_METHODS = ['eid', 'itsme', 'csam', 'totp', 'provisional'] as const
export type ActivationMethod = (typeof ACTIVATION_METHODS)[number]

export type Activation = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly accountId: string
  readonly method: ActivationMethod
  readonly offered: readonly OfferedQuality[]
}

/**
 * Activates the default quality and makes the automatic profiles too; once it is active, it only makes profiles that are missing.
 * Refuses: SLU-UNKNOWN, SLU-RIGHTS (not its main access manager), SLU-METHOD, SLU-STATE (suspended or closed).
 */
export function activateEnterpriseBy(tx: Transaction, input: Activation, act: Act): Promise<Result<void, Refusal>> {
  return allOrNothing(tx, async () => {
    const { enterpriseNumber, accountId, method } = input
    const enterprise = await lockEnterprise(tx, enterpriseNumber)
    if (!enterprise || !(await isMain(tx, enterpriseNumber, accountId))) return no(NOT_MAIN)
    if (!ACTIVATION_METHODS.includes(method)) return no(WEAK_ACTIVATION)
    if (enterprise.state !== 'active') {
      const next = nextState(ENTERPRISE, enterprise.state, 'activate')
      if (!next.ok) return next
      await openEnterprise(tx, input, act)
      const quality = await openDefaultQuality(tx, input, act)
      if (!quality.ok) return quality
    }
    await completeProfiles(tx, enterpriseNumber, act)
    return ok(undefined)
  })
}

async function isMain(queries: Queries, enterpriseNumber: string, accountId: string): Promise<boolean> {
  const row = await queries
    .selectFrom('appointment')
    .select('appointment_id')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('account_id', '=', accountId)
    .where('role', '=', 'mainAccessManager')
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row !== undefined
}

async function openEnterprise(tx: Transaction, { enterpriseNumber, method }: Activation, act: Act): Promise<void> {
  await tx
    .updateTable('enterprise')
    .set(({ eb, fn }) => ({
      ...{ state: 'active', activated_at: fn('now'), activation_method: method, updated_at: fn('now') },
      version: eb('version', '+', 1),
    }))
    .where('enterprise_number', '=', enterpriseNumber)
    .execute()
  await recordChange(tx, act, {
    action: 'enterprise.activate',
    subject: `enterprise:${enterpriseNumber}`,
    before: { state: 'pendingActivation' },
    after: { state: 'active', method },
  })
}

async function openDefaultQuality(
  tx: Transaction,
  { enterpriseNumber, offered }: Activation,
  act: Act,
): Promise<Result<void, Refusal>> {
  const row = await tx
    .selectFrom('quality')
    .select('quality_code')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('is_default', '=', true)
    .where('state', '=', 'inactive')
    .executeTakeFirst()
  return row ? activateQuality(tx, { enterpriseNumber, qualityCode: row.quality_code, offered }, act) : ok(undefined)
}

const NOT_MAIN = refusal(
  'SLU-RIGHTS',
  'Only the main access manager activates the account of the enterprise.',
  'Ask the main access manager to sign in.',
  { key: 'notMain' },
)
export const WEAK_ACTIVATION = refusal(
  'SLU-METHOD',
  'The account of the enterprise is not activated by this way of signing in.',
  'Sign in with eID, itsme or a code from your app.',
  { key: 'weakActivation' },
)
