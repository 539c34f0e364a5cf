/** A new user of a quality (matrix row 7), with a first way in. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { PersonInput } from '../../registry/people/persons.ts'
import { createUser } from '../../registry/people/quality-users.ts'
import { hasTwin } from '../../registry/people/twins.ts'
import { authorise } from '../../registry/policy/authorise.ts'
import type { Acting, QualityAt } from './acting.ts'
import { type FirstWay, giveFirstWay, ONESELF, prepareFirstWay } from './new-person.ts'

export type NewUserAsked = QualityAt & {
  readonly person: PersonInput
  readonly grants: readonly string[]
  readonly employmentConfirmed: boolean
}

export type AddedUser = { readonly qualityUserId: string; readonly firstWay: FirstWay }

/** Refuses: SLU-MISSING, SLU-RIGHTS (also oneself), SLU-STATE, SLU-INPUT, SLU-CONFLICT (a user already). */
export async function addUser({ actor, ground }: Acting, asked: NewUserAsked): Promise<Result<AddedUser, Refusal>> {
  const { person, enterpriseNumber, qualityCode } = asked
  const place = { enterpriseNumber, qualityCode }
  const provisional = await prepareFirstWay(ground, person)
  return ground.database.transaction((tx) =>
    allOrNothing(tx, async () => {
      const act = await authorise(tx, actor, { action: 'createUser', place }, ground.rules)
      if (!act.ok) return act
      if (await hasTwin(tx, place, 'user', person)) return no(ALREADY_USER)
      const { users: limits, ...offer } = ground.access()
      const created = await createUser(tx, ground.box, asked, { limits, offer }, act.value)
      if (!created.ok) return created
      const { accountId, accountState, qualityUserId } = created.value
      if (accountId === actor.accountId) return no(ONESELF)
      const newcomer = { enterpriseNumber, accountId, accountState, person, provisional }
      const firstWay = await giveFirstWay(tx, ground, newcomer, act.value)
      return ok({ qualityUserId, firstWay })
    }),
  )
}

const ALREADY_USER = refusal(
  'SLU-CONFLICT',
  'This person is a user of this quality already.',
  'Look for the person in the list; a locked user can be unlocked.',
  { key: 'alreadyUser' },
)
