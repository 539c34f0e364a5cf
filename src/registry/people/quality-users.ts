/** Users of a quality (spec access.md §6.3): people who are employed by the enterprise and work in that quality. */
import { uuidV7 } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import type { SecretBox } from '../secret-box.ts'
import { type EnsuredAccount, ensureAccount } from './accounts.ts'
import { findOrAddPerson, type PersonInput } from './persons.ts'
import { lockOpenQuality, type QualityPlace } from './places.ts'
import { addGrants, type OfferedGrants, offeredGrants } from './service-grants.ts'

export type NewUser = QualityPlace & {
  readonly person: PersonInput
  /** Codes of online services. */
  readonly grants: readonly string[]
  /** rule 9.7: said by whoever creates him: he is employed by the enterprise and works in this quality. */
  readonly employmentConfirmed: boolean
}

export type UserLimits = {
  /** Most users of a quality who are not deleted. */
  readonly usersPerQuality: number
}

export type CreatedUser = {
  readonly qualityUserId: string
  readonly accountId: string
  /** `pendingFirstLogin`: he still needs a first way in. */
  readonly accountState: EnsuredAccount['state']
}

/**
 * All of it or nothing. A person who was deleted here before becomes a new user of the same account.
 * Refuses: SLU-UNKNOWN, SLU-STATE (place not active, too many, service not for the quality), SLU-INPUT, SLU-CONFLICT (a user already).
 */
export function createUser(
  tx: Transaction,
  box: SecretBox,
  input: NewUser,
  rules: { readonly limits: UserLimits; readonly offer: OfferedGrants },
  act: Act,
): Promise<Result<CreatedUser, Refusal>> {
  return allOrNothing(tx, async () => {
    if (input.employmentConfirmed !== true) return no(NOT_CONFIRMED)
    const place = await lockOpenQuality(tx, input)
    if (!place.ok) return place
    const grants = offeredGrants(input.grants, input.qualityCode, rules.offer)
    if (!grants.ok) return grants
    if ((await countUsers(tx, input)) >= rules.limits.usersPerQuality) return no(TOO_MANY)
    const person = await findOrAddPerson(tx, box, input.person, act)
    if (!person.ok) return person
    const { accountId, state: accountState } = await ensureAccount(tx, person.value, act)
    const qualityUserId = await addUser(tx, input, accountId, act)
    if (!qualityUserId) return no(ALREADY_USER)
    await addGrants(tx, qualityUserId, grants.value)
    await recordUser(tx, input, { qualityUserId, accountId, grants: grants.value }, act)
    return ok({ qualityUserId, accountId, accountState })
  })
}

async function addUser(
  tx: Transaction,
  { enterpriseNumber, qualityCode }: QualityPlace,
  accountId: string,
  act: Act,
): Promise<string | undefined> {
  const added = await tx
    .insertInto('quality_user')
    .values({
      ...{ quality_user_id: uuidV7(), account_id: accountId, enterprise_number: enterpriseNumber },
      ...{ quality_code: qualityCode, state: 'active', created_by: act.actor },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('quality_user_id')
    .executeTakeFirst()
  return added?.quality_user_id
}

async function recordUser(
  tx: Transaction,
  { enterpriseNumber, qualityCode }: QualityPlace,
  created: { readonly qualityUserId: string; readonly accountId: string; readonly grants: readonly string[] },
  act: Act,
): Promise<void> {
  const after = { ...created, qualityCode, state: 'active', employmentConfirmed: true }
  await recordChange(tx, act, { action: 'user.create', subject: `enterprise:${enterpriseNumber}`, after })
}

async function countUsers(queries: Queries, { enterpriseNumber, qualityCode }: QualityPlace): Promise<number> {
  const { users } = await queries
    .selectFrom('quality_user')
    .select(({ fn }) => fn.countAll<string>().as('users'))
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .where('state', '<>', 'deleted')
    .executeTakeFirstOrThrow()
  return Number(users)
}

const NOT_CONFIRMED = refusal(
  'SLU-INPUT',
  'It is not confirmed that this person is employed by the enterprise.',
  'Confirm that the person is employed by it and works in this quality.',
  { key: 'employmentUnconfirmed' },
)
const TOO_MANY = refusal(
  'SLU-STATE',
  'This quality has as many users as it may have.',
  'Delete users who have left, or ask the operator.',
  { key: 'userLimit' },
)
const ALREADY_USER = refusal(
  'SLU-CONFLICT',
  'This person is a user of this quality already.',
  'Look for the person in the list; a locked user can be unlocked.',
  { key: 'alreadyUser' },
)
