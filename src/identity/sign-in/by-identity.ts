/** Signing in by a card or an identity provider that has proven who it is (spec access.md §8.2, §8.3). */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Ssin } from '../../batch/ssin.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { writeAudit } from '../../registry/audit.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import type { VerifiedIdentity } from '../verified-identity.ts'
import type { Visitor } from '../visitor.ts'
import { holdWaitingEnterprises } from './activate-enterprises.ts'
import { type Admitted, admit } from './admit.ts'
import { findById } from './login-account.ts'
import { recordRefused } from './record-refused.ts'
import { NOT_ADMITTED } from './refusals.ts'
import type { SignInDeps } from './sign-in-deps.ts'

/**
 * The number at the provider finds who was here before; else the national number does, and the two are bound. One that is bound to somebody
 * else is refused (case R13). Refuses: SLU-LOGIN `notAdmitted`, the same for all who are not let in, and what `admit` refuses.
 */
export async function signInByIdentity(
  tx: Transaction,
  deps: Pick<SignInDeps, 'activate' | 'rules' | 'box'>,
  identity: VerifiedIdentity,
  visitor: Visitor,
): Promise<Result<Admitted, Refusal>> {
  const accountId = await personOf(tx, deps.box, identity)
  const seen = accountId ? await findById(tx, accountId) : null
  if (!accountId || !seen) return recordRefused(tx, { accountId, method: identity.method, visitor }, NOT_ADMITTED)
  if ((await bind(tx, identity, accountId)) !== accountId) return no(NOT_ADMITTED)
  const proof = { method: identity.method, assurance: identity.assurance, reaches: null }
  const waiting = await holdWaitingEnterprises(tx, accountId, proof)
  return admit(tx, deps, { seen, proof, visitor, waiting })
}

/**
 * Whose proof this is: null for nobody's, and (rule 11.14) for one whose national number is another person's than the one it was bound to.
 */
export async function personOf(tx: Transaction, box: SecretBox, identity: VerifiedIdentity): Promise<string | null> {
  const [known, bound] = [await byNumber(tx, box, identity.ssin), await boundTo(tx, identity)]
  if (bound === null || bound === known) return known
  await writeAudit(tx, {
    actor: 'system',
    action: 'login.refused',
    subject: `account:${bound}`,
    reason: 'identityOfAnother',
    detail: { method: identity.method },
  })
  return null
}

async function byNumber(queries: Queries, box: SecretBox, ssin: Ssin): Promise<string | null> {
  const row = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select('account_id')
    .where('ssin_hash', '=', box.fingerprint(ssin, 'ssin'))
    .executeTakeFirst()
  return row?.account_id ?? null
}

type AtProvider = Pick<VerifiedIdentity, 'issuer' | 'subject'>

async function boundTo(queries: Queries, { issuer, subject }: AtProvider): Promise<string | null> {
  const row = await queries
    .selectFrom('external_identity')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account_id ?? null
}

/** Answers to whom it is bound now: of two at once, one binds. */
async function bind(tx: Transaction, { issuer, subject }: AtProvider, accountId: string): Promise<string | null> {
  await tx
    .insertInto('external_identity')
    .values({ issuer, subject, account_id: accountId })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .execute()
  return boundTo(tx, { issuer, subject })
}
