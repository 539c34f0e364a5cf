/** The first strong sign-in of a main access manager makes the enterprise active (spec access.md §6.1). */
import { sql } from 'kysely'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import type { Reaches } from '../../registry/policy/reach.ts'
import type { Method, Proven } from '../methods.ts'
import type { Activate } from './sign-in-deps.ts'

// biome-ignore format: a table
const ACTIVATING: Readonly<Record<Method, Parameters<Activate>[1]['method'] | null>> = {
  eid:         'eid',
  itsme:       'itsme',
  fas:         'csam',
  totp:        'totp',
  password:    null,
  provisional: 'provisional',
}

/**
 * Holds the enterprises that wait for this person, before the account is held: everybody who changes rights takes them in this order.
 * Resolves with what activates them; one that is refused stays as it is.
 */
export async function activateEnterprisesOf(tx: Transaction, accountId: string, { method, reaches }: Proven) {
  const by = ACTIVATING[method]
  const waiting = by ? await waitingFor(tx, accountId, reaches) : []
  return async (activate: Activate, act: Act): Promise<void> => {
    for (const enterpriseNumber of waiting) if (by) await activate(tx, { enterpriseNumber, accountId, method: by }, act)
  }
}

async function waitingFor(tx: Transaction, accountId: string, reaches: Reaches): Promise<string[]> {
  const rows = await tx
    .selectFrom('enterprise')
    .select('enterprise_number')
    .where('state', '=', 'pendingActivation')
    .$if(reaches !== null, (query) => query.where('enterprise_number', '=', sql<string>`any(${reaches})`))
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
