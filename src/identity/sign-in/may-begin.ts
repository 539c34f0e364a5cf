/** Before a way to a card or an identity provider is begun, which anybody may do without showing who he is (rule 11.23). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { countBegun } from '../../registry/begun-sign-ins.ts'
import type { Visitor } from '../visitor.ts'
import { tooManyBegun } from './refusals.ts'
import type { SignInDeps } from './sign-in-deps.ts'

/** Counts one more of this origin. Refuses: SLU-BUSY. */
export async function mayBegin(
  { database, rules }: Pick<SignInDeps, 'database' | 'rules'>,
  { origin }: Pick<Visitor, 'origin'>,
): Promise<Result<void, Refusal>> {
  const { begunPerAddress, throttle } = rules()
  const seconds = await countBegun(database.queries, origin, {
    begunPerAddress,
    addressMinutes: throttle.addressMinutes,
  })
  return seconds > 0 ? no(tooManyBegun(seconds)) : ok(undefined)
}
