/** From "may he?" to an act that can be written down: the way in for everything that people do to the registry. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { type Decision, type Denial, decide, type Place, type Question, type Switches } from './decide.ts'
import { isFreshProof, NOT_FRESH } from './fresh-proof.ts'
import { type Reaches, reachOf } from './reach.ts'
import { rolesOf } from './roles.ts'

/** Who is behind a request, as its session proves. */
export type Actor = {
  readonly accountId: string
  /** The way of the latest proof, and what it is worth. */
  readonly method: string
  readonly reaches: Reaches
  readonly assurance: number
  readonly provenAt: Date
  readonly provenAssurance: number
  /** Of the request, for the audit. */
  readonly traceId: string
}

export type Asked = Omit<Question, 'actor' | 'subject'> & { readonly subject?: string }

export type AccessRules = Switches & { readonly freshSeconds: number; readonly freshAssurance: number }

/** Where everybody of the enterprise has no more than a password, that is worth enough. */
const PASSWORD_ASSURANCE = 200

/**
 * For changes: holds the enterprise until the transaction ends (rule 10.4), so that two people who change each other's rights come one
 * after the other and the second is judged by what the first has left (case R6). Refuses: SLU-MISSING (nothing there for this person),
 * SLU-RIGHTS, SLU-STATE (not activated yet), SLU-REAUTH.
 */
export async function authorise(
  tx: Transaction,
  actor: Actor,
  asked: Asked,
  rules: AccessRules,
): Promise<Result<Act, Refusal>> {
  if (asked.place) {
    await tx
      .selectFrom('enterprise')
      .select('state')
      .where('enterprise_number', '=', asked.place.enterpriseNumber)
      .forNoKeyUpdate()
      .executeTakeFirst()
  }
  const decision = await decisionOn(tx, actor, asked, rules)
  if (!decision.allowed) return no(DENIALS[decision.why])
  if (asked.place && asked.action !== 'activateEnterprise' && !(await isActivated(tx, asked.place)))
    return no(NOT_ACTIVATED)
  if (decision.mustBeFresh && !(await isFresh(tx, actor, asked.place, rules))) return no(NOT_FRESH)
  return ok(actOf(actor, decision.role, asked.place))
}

/** For looking: the same, without waiting for anybody and without asking for a fresh sign-in. */
export async function authoriseReading(
  queries: Queries,
  actor: Actor,
  asked: Asked,
  rules: Switches,
): Promise<Result<void, Refusal>> {
  const decision = await decisionOn(queries, actor, { ...asked, isReading: true }, rules)
  return decision.allowed ? ok(undefined) : no(DENIALS[decision.why])
}

async function decisionOn(queries: Queries, actor: Actor, asked: Asked, rules: Switches): Promise<Decision> {
  const { subject: subjectId, ...rest } = asked
  const roles = await reachOf(queries, actor)
  const subject =
    subjectId === undefined
      ? undefined
      : // A password that is set today opens tomorrow what is locked today.
        { accountId: subjectId, roles: await rolesOf(queries, subjectId, { withLocked: true }) }
  const question = { ...rest, actor: { accountId: actor.accountId, roles }, ...(subject && { subject }) }
  return decide(question, rules)
}

async function isActivated(queries: Queries, { enterpriseNumber }: Place): Promise<boolean> {
  const row = await queries
    .selectFrom('enterprise')
    .select('state')
    .where('enterprise_number', '=', enterpriseNumber)
    .executeTakeFirst()
  return row !== undefined && row.state !== 'pendingActivation'
}

/** rule 10.12, by the database's clock. */
async function isFresh(
  queries: Queries,
  actor: Actor,
  place: Place | undefined,
  { freshSeconds, freshAssurance }: AccessRules,
): Promise<boolean> {
  const { now } = await queries.selectNoFrom(({ fn }) => fn<Date>('now').as('now')).executeTakeFirstOrThrow()
  if (isFreshProof(actor, { now, seconds: freshSeconds, assurance: freshAssurance })) return true
  if (!isFreshProof(actor, { now, seconds: freshSeconds, assurance: PASSWORD_ASSURANCE })) return false
  return place !== undefined && !(await hasStrongPeople(queries, place))
}

/** Whether anybody of the enterprise can prove himself by more than a password. */
async function hasStrongPeople(queries: Queries, { enterpriseNumber }: Place): Promise<boolean> {
  const row = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .leftJoin('code_app', 'code_app.account_id', 'account.account_id')
    .select('account.account_id')
    .where('account.state', '<>', 'closed')
    .where(({ eb, or }) => or([eb('person.ssin_hash', 'is not', null), eb('code_app.confirmed_at', 'is not', null)]))
    .where(({ eb, or, exists, selectFrom }) =>
      or([
        exists(
          selectFrom('appointment')
            .select('appointment_id')
            .whereRef('appointment.account_id', '=', 'account.account_id')
            .where('enterprise_number', '=', enterpriseNumber)
            .where('state', '=', 'active'),
        ),
        eb(
          'account.account_id',
          'in',
          selectFrom('quality_user')
            .select('quality_user.account_id')
            .where('enterprise_number', '=', enterpriseNumber)
            .where('quality_user.state', '<>', 'deleted'),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What is written down of it, where `authorise` was not asked because there is nothing to hold. */
export function actOf({ accountId, method, assurance, traceId }: Actor, role: string, place?: Place): Act {
  const where = place && {
    enterpriseNumber: place.enterpriseNumber,
    ...(place.qualityCode !== null && { qualityCode: place.qualityCode }),
  }
  return { actor: `person:${accountId}`, as: { role, ...where, method, assurance, traceId } }
}

// biome-ignore format: a table
const DENIALS: Readonly<Record<Denial, Refusal>> = {
  hidden:     refusal('SLU-MISSING', 'There is no such thing here.', 'Check the address, and for whom you are signed in.', { key: 'hidden' }),
  notAllowed: refusal('SLU-RIGHTS', 'Your role does not allow this.', 'Ask an access manager of your enterprise.', { key: 'notAllowed' }),
  noProfile:  refusal('SLU-RIGHTS', 'You have no access-manager profile in this quality.', 'Create your own profile first.', { key: 'noProfile' }),
  outranked:  refusal('SLU-RIGHTS', 'This person holds a higher role than you.', 'Ask somebody of that role or above.', { key: 'outranked' }),
  oneself:    refusal('SLU-RIGHTS', 'Nobody does this to himself.', 'Ask another manager of your enterprise.', { key: 'oneself' }),
  elsewhere:  refusal('SLU-RIGHTS', 'This person also works where you do not manage.', 'The person can set a new password after signing in with eID, itsme or a code app.', { key: 'elsewhere' }),
}
const NOT_ACTIVATED = refusal(
  'SLU-STATE',
  'The account of the enterprise is not activated.',
  'Its main access manager activates it by signing in for the first time.',
  { key: 'notActivated' },
)
