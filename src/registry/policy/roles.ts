/**
 * What a person holds at this moment: read anew for each request, so that a change is in force at once (spec access.md §16.1, §16.11;
 * rule 10.3).
 */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'
import type { HeldRole } from './decide.ts'
import type { Role } from './matrix.ts'

/**
 * Active appointments, memberships and contacts of an account that is not closed, at enterprises that are not closed; a lock leaves none
 * in that quality, unless `withLocked` asks for what comes back with an unlock. One statement, so one instant.
 */
export async function rolesOf(
  queries: Queries,
  accountId: string,
  { withLocked = false }: { readonly withLocked?: boolean } = {},
): Promise<HeldRole[]> {
  const { rows } = await sql<Row>`
    select a.role, a.enterprise_number, a.quality_code, a.origin = 'automatic' as is_automatic, array[]::text[] as grants
      from appointment a where a.account_id = ${accountId} and a.state = 'active' and ${isOpen(sql.ref('a'))}
    union all
    select 'user', u.enterprise_number, u.quality_code, false,
           array(select g.service from service_grant g where g.quality_user_id = u.quality_user_id order by g.service)
      from quality_user u where u.account_id = ${accountId} and ${isOpen(sql.ref('u'))}
       and (u.state = 'active' or ${withLocked} and u.state = 'locked')
    union all
    select 'technicalUser', s.enterprise_number, s.quality_code, false, array[]::text[]
      from technical_user t join sender s using (sender_number) join enterprise e using (enterprise_number)
     where t.account_id = ${accountId} and t.state = 'active' and s.state <> 'closed' and e.state <> 'closed'
       and (${withLocked} or not exists (select from quality_user l
             where l.account_id = t.account_id and l.enterprise_number = s.enterprise_number
               and l.quality_code = s.quality_code and l.state = 'locked'))
     order by 2, 3 nulls first, 1`.execute(queries)
  return rows.map(({ role, enterprise_number, quality_code, is_automatic, grants }) => ({
    role,
    enterpriseNumber: enterprise_number,
    qualityCode: quality_code,
    ...(is_automatic && { isAutomatic: true }),
    ...(role === 'user' && { grants }),
  }))
}

type Row = {
  readonly role: Role
  readonly enterprise_number: string
  readonly quality_code: string | null
  readonly is_automatic: boolean
  readonly grants: string[]
}

function isOpen(of: ReturnType<typeof sql.ref>) {
  return sql<boolean>`exists (select from account c, enterprise e
     where c.account_id = ${of}.account_id and c.state <> 'closed'
       and e.enterprise_number = ${of}.enterprise_number and e.state <> 'closed')`
}
