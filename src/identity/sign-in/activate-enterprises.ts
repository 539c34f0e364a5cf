/** The first strong sign-in of a main access manager makes the enterprise active (spec access.md §6.1). */
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { doesReach } from '../../registry/policy/reach.ts'
import type { Method, Proof, Proven } from '../methods.ts'
import type { Activate } from './sign-in-deps.ts'

export type ActivatingMethod = Parameters<Activate>[1]['method']

// biome-ignore format: a table
const ACTIVATING: Readonly<Record<Method, ActivatingMethod | null>> = {
  eid:         'eid',
  itsme:       'itsme',
  fas:         'csam',
  totp:        'totp',
  password:    null,
  provisional: 'provisional',
}

/** Null: this way of signing in activates nothing (rule 11.1). */
export function activatingMethod(method: string): ActivatingMethod | null {
  return Object.hasOwn(ACTIVATING, method) ? ACTIVATING[method as Method] : null
}

/**
 * Numbers of the enterprises that this proof of this person activates, held until the transaction ends. To be called before the account is
 * held: everybody who changes rights takes them in this order.
 */
export async function holdWaitingEnterprises(
  tx: Transaction,
  accountId: string,
  { method }: Proof,
): Promise<readonly string[]> {
  return activatingMethod(method) === null ? [] : waitingFor(tx, accountId)
}

/** Those that are reached; one that is refused stays as it is. */
export async function activateEnterprises(
  tx: Transaction,
  {
    accountId,
    proof,
    waiting,
  }: { readonly accountId: string; readonly proof: Proven; readonly waiting: readonly string[] },
  activate: Activate,
  act: Act,
): Promise<void> {
  const method = activatingMethod(proof.method)
  if (method === null) return
  const reached = waiting.filter((number) => doesReach(proof.reaches, number))
  for (const enterpriseNumber of reached) await activate(tx, { enterpriseNumber, accountId, method }, act)
}

async function waitingFor(tx: Transaction, accountId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('enterprise')
    .select('enterprise_number')
    .where('state', '=', 'pendingActivation')
    .where('enterprise_number', 'in', (eb) =>
      eb
        .selectFrom('appointment')
        .select('appointment.enterprise_number')
        .where('account_id', '=', accountId)
        .where('role', '=', 'mainAccessManager')
        .where('appointment.state', '=', 'active'),
    )
    .orderBy('enterprise_number')
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => row.enterprise_number)
}
