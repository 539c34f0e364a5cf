/** Users of a quality, to look at and to search; never a national number, only its birth date (spec access.md §16.3). */
import { type RawBuilder, sql } from 'kysely'
import { isUuid } from '../../base/ids.ts'
import { ANY_SCRIPT } from '../../database/collation.ts'
import type { Queries } from '../../database/database.ts'
import type { SecretBox } from '../secret-box.ts'
import type { AccountState } from './account-states.ts'
import { maskedSsin } from './persons.ts'
import type { QualityPlace } from './places.ts'
import type { UserKey, UserState } from './user-rows.ts'

export type ListedUser = {
  readonly qualityUserId: string
  readonly accountId: string
  readonly lastName: string
  readonly firstName: string
  readonly username: string | null
  readonly state: Exclude<UserState, 'deleted'>
  readonly accountState: AccountState
  /** Codes of online services, sorted. */
  readonly grants: readonly string[]
  /** Null too where the person works for others as well, and this enterprise has not given the addresses on record (rule 9.13). */
  readonly lastLoginAt: Date | null
  /** Until then a password that somebody else set can be used. */
  readonly passwordExpiresAt: Date | null
  readonly version: number
}

export type FoundUser = ListedUser & {
  readonly language: string
  /** Both null in the same case. */
  readonly email: string | null
  readonly mobilePhone: string | null
  readonly lockedReason: string | null
  /** As `85.07.30-***.**`; null without a Belgian number. */
  readonly maskedSsin: string | null
  readonly createdAt: Date
}

export type UserSearch = QualityPlace & {
  /** Part of first name, last name or user name, in any case; of it the first 100 characters. */
  readonly search?: string
  readonly state?: ListedUser['state']
  /** The id of the last user of the page before. */
  readonly after?: string
  readonly limit: number
}

const SEARCH_MAX = 100
const COLLATED = sql.raw(`collate "${ANY_SCRIPT}"`)

/** In the order in which they were created. */
export async function listUsers(queries: Queries, wanted: UserSearch): Promise<ListedUser[]> {
  const { search, state, after, limit } = wanted
  const part = search === undefined ? '' : partOf(search)
  const conditions = [
    inPlace(wanted),
    ...(state ? [sql<boolean>`u.state = ${state}`] : []),
    ...(after !== undefined && isUuid(after) ? [sql<boolean>`u.quality_user_id > ${after}`] : []),
    ...(part === '' ? [] : [contains(part)]),
  ]
  const { rows } = await sql<ListedUser>`
    select ${COLUMNS} from ${SOURCE} where ${sql.join(conditions, sql` and `)}
     order by u.quality_user_id limit ${limit}`.execute(queries)
  return rows
}

/** Undefined when he is not, or no longer, a user of this quality. Throws `Corrupt` when his number cannot be read. */
export async function findUser(queries: Queries, box: SecretBox, key: UserKey): Promise<FoundUser | undefined> {
  if (!isUuid(key.qualityUserId)) return undefined
  const { rows } = await sql<Omit<FoundUser, 'maskedSsin'> & { personId: string; ssinSealed: Buffer | null }>`
    select ${COLUMNS}, p.person_id as "personId", p.ssin_sealed as "ssinSealed", p.language,
           ${ifOurs('p.email')} as email, ${ifOurs('p.mobile_phone')} as "mobilePhone", u.locked_reason as "lockedReason", u.created_at as "createdAt"
      from ${SOURCE} where ${inPlace(key)} and u.quality_user_id = ${key.qualityUserId}`.execute(queries)
  const [row] = rows
  if (!row) return undefined
  const { personId, ssinSealed, ...user } = row
  return { ...user, maskedSsin: maskedSsin(box, { personId, ssinSealed }) }
}

/** Whose membership it is; undefined when he is not, or no longer, a user of this quality. */
export async function accountOfUser(queries: Queries, key: UserKey): Promise<string | undefined> {
  if (!isUuid(key.qualityUserId)) return undefined
  const { rows } = await sql<{ readonly accountId: string }>`
    select u.account_id as "accountId" from quality_user u
     where ${inPlace(key)} and u.quality_user_id = ${key.qualityUserId}`.execute(queries)
  return rows[0]?.accountId
}

/** rule 9.13: what somebody else has entered of a person, or the person for others, is no business of this enterprise. */
const IS_OURS = sql`(u.enterprise_number = any(c.vouched_by)
  or not exists (select from appointment o where o.account_id = c.account_id and o.state = 'active'
                    and o.enterprise_number <> u.enterprise_number)
 and not exists (select from quality_user o where o.account_id = c.account_id and o.state <> 'deleted'
                    and o.enterprise_number <> u.enterprise_number))`

function ifOurs(column: string): RawBuilder<unknown> {
  return sql`case when ${IS_OURS} then ${sql.ref(column)} end`
}

/** The other way about; undefined when the account is not, or no longer, that of a user of this quality. */
export async function userOfAccount(
  queries: Queries,
  { accountId, ...place }: QualityPlace & { readonly accountId: string },
): Promise<ListedUser | undefined> {
  const { rows } = await sql<ListedUser>`
    select ${COLUMNS} from ${SOURCE} where ${inPlace(place)} and u.account_id = ${accountId}`.execute(queries)
  return rows[0]
}

const SOURCE = sql`quality_user u join account c using (account_id) join person p using (person_id)`

const COLUMNS = sql`
  u.quality_user_id as "qualityUserId", u.account_id as "accountId", p.last_name as "lastName",
  p.first_name as "firstName", c.username, u.state, c.state as "accountState", ${ifOurs('c.last_login_at')} as "lastLoginAt",
  c.password_expires_at as "passwordExpiresAt", u.version,
  array(select g.service from service_grant g where g.quality_user_id = u.quality_user_id order by g.service) as grants`

function inPlace({ enterpriseNumber, qualityCode }: QualityPlace): RawBuilder<boolean> {
  return sql<boolean>`u.enterprise_number = ${enterpriseNumber} and u.quality_code = ${qualityCode}
    and u.state <> 'deleted'`
}

/** `position` knows no wildcards, so `%` and `_` are letters like others. */
function contains(part: string): RawBuilder<boolean> {
  const words = sql`p.last_name || ' ' || p.first_name || ' ' || p.last_name || ' ' || coalesce(c.username, '')`
  return sql<boolean>`position(lower(${part} ${COLLATED}) in lower((${words}) ${COLLATED})) > 0`
}

/** What PostgreSQL cannot take is in no name either. */
function partOf(search: string): string {
  const text = search
    .normalize('NFC')
    .trim()
    .replace(/[\0\p{Cs}]/gu, '\uFFFD')
  return [...text].slice(0, SEARCH_MAX).join('')
}
