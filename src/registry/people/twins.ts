/**
 * Somebody without a Belgian number has nothing that he is found by, so a form that is sent twice would make him twice. Who has the same
 * name and the same e-mail address in the same place is taken for the same person.
 */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'
import { foldedName } from './names.ts'
import type { PersonInput } from './persons.ts'

export type TwinPlace = { readonly enterpriseNumber: string; readonly qualityCode: string | null }

/** Whether such a person is a user there (`user`), or holds this role there. */
export async function hasTwin(
  queries: Queries,
  { enterpriseNumber, qualityCode }: TwinPlace,
  role: string,
  person: PersonInput,
): Promise<boolean> {
  if (person.ssin !== undefined || person.email === undefined) return false
  const { rows } = await sql<{ readonly lastName: string; readonly firstName: string }>`
    select p.last_name as "lastName", p.first_name as "firstName" from person p join account c using (person_id)
     where p.ssin_hash is null and lower(p.email) = lower(${person.email.trim()}) and c.account_id in (
       select account_id from quality_user where ${role} = 'user' and state <> 'deleted'
          and enterprise_number = ${enterpriseNumber} and quality_code = ${qualityCode}
       union all
       select account_id from appointment where role = ${role} and state = 'active'
          and enterprise_number = ${enterpriseNumber} and quality_code is not distinct from ${qualityCode})`.execute(
    queries,
  )
  const nameOf = (each: { readonly lastName: string; readonly firstName: string }) =>
    `${foldedName(each.firstName)} ${foldedName(each.lastName)}`
  return rows.some((row) => nameOf(row) === nameOf(person))
}
