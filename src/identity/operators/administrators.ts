/** So that the console is never without somebody who may say who uses it (rule 21.12). */
import { sql } from 'kysely'
import type { Transaction } from '../../database/database.ts'
import { LOCKS } from '../../database/locks.ts'
import { doesRoleReach, type Operator } from '../../registry/operators/operator.ts'
import { findOperator, type OperatorRecord } from './find.ts'

/** Taken before the row of any operator, so that two who change each other come one after the other and neither waits for ever. */
export async function holdOperators(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.join(LOCKS.operators)})`.execute(tx)
}

/** Whether who was let in as an administrator is one now. Operators are held. */
export async function isStillAdministrator(tx: Transaction, { name }: Pick<Operator, 'name'>): Promise<boolean> {
  const found = await findOperator(tx, name)
  return found !== null && !GONE.has(found.state) && doesRoleReach(found.role, 'administrator')
}

const GONE: ReadonlySet<OperatorRecord['state']> = new Set(['locked', 'deleted'])

/** Whether no other administrator could sign in. Without a provider, who has no password cannot. Operators are held. */
export async function isLastAdministrator(
  tx: Transaction,
  name: string,
  { hasProvider }: { readonly hasProvider: boolean },
): Promise<boolean> {
  const able = await tx
    .selectFrom('operator')
    .select('name')
    .where('role', '=', 'administrator')
    .where('locked_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where(({ eb, or }) =>
      or([eb('password_hash', 'is not', null), ...(hasProvider ? [eb('subject', 'is not', null)] : [])]),
    )
    .execute()
  return able.length === 1 && able[0]?.name === name
}
