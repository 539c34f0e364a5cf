/** Operators as administrators see them. Who is gone is still there, for the audit calls people by their names. */
import type { Queries } from '../../database/database.ts'
import type { Operator, OperatorRole } from '../../registry/operators/operator.ts'

export type OperatorRecord = Operator & {
  readonly operatorId: string
  /** `invited`: the code of the first sign-in waits; `unproven`: it ran out. */
  readonly state: 'active' | 'invited' | 'unproven' | 'locked' | 'deleted'
  readonly invitedUntil: Date | null
  readonly lastLoginAt: Date | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly version: number
}

/** All of them, by name: a house has few. */
export async function listOperators(queries: Queries): Promise<OperatorRecord[]> {
  return (await records(queries).orderBy('name').execute()).map(recordOf)
}

export async function findOperator(queries: Queries, name: string): Promise<OperatorRecord | null> {
  const row = await records(queries).where('name', '=', name).executeTakeFirst()
  return row ? recordOf(row) : null
}

/** Nobody has ever been made: the host has to. */
export async function isWithoutOperators(queries: Queries): Promise<boolean> {
  const row = await queries.selectFrom('operator').select('operator_id').limit(1).executeTakeFirst()
  return row === undefined
}

function records(queries: Queries) {
  return queries
    .selectFrom('operator')
    .select(['operator_id', 'name', 'role', 'may_read_contents', 'invitation_expires_at', 'locked_at', 'deleted_at'])
    .select(['last_login_at', 'created_at', 'created_by', 'version'])
    .select(({ eb }) => [
      eb('invitation_expires_at', '>', eb.fn<Date>('now')).as('is_invited'),
      eb.or([eb('password_hash', 'is not', null), eb('subject', 'is not', null)]).as('is_proven'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof records>['executeTakeFirstOrThrow']>>

function recordOf(row: Row): OperatorRecord {
  const state = stateOf(row)
  return {
    ...{ operatorId: row.operator_id, name: row.name, role: row.role as OperatorRole, state },
    mayReadContents: row.may_read_contents,
    invitedUntil: row.is_invited ? row.invitation_expires_at : null,
    ...{ lastLoginAt: row.last_login_at, createdAt: row.created_at, createdBy: row.created_by, version: row.version },
  }
}

function stateOf(row: Row): OperatorRecord['state'] {
  if (row.deleted_at) return 'deleted'
  if (row.locked_at) return 'locked'
  if (row.is_proven) return 'active'
  return row.is_invited ? 'invited' : 'unproven'
}
