/**
 * Operators who sign in with the identity provider of the house (rule 21.10). It proves who somebody is and may lower what he may do; it
 * makes no operator, and gives nobody more than the role that an administrator gave.
 */
import { sql } from 'kysely'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { writeAudit } from '../../registry/audit.ts'
import { actorOfOperator, doesRoleReach, type OperatorRole } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import {
  type ClaimsProvider,
  createClaimsProvider,
  type OidcAttempt,
  type ProviderRules,
} from '../oidc/claims-provider.ts'
import type { ProviderLink } from '../oidc/settings.ts'
import { hashOf, makeToken, tokenHash } from '../tokens.ts'
import type { Visitor } from '../visitor.ts'
import { recordOperator } from './record.ts'
import { LOCKED, NOT_BOUND } from './refusals.ts'
import { beginOperatorSession } from './sessions.ts'
import type { Entered } from './sign-in.ts'
import type { OperatorRules } from './sign-in-deps.ts'

/** Whom the provider names, as far as the configuration reads its claims. */
export type NamedOperator = {
  readonly issuer: string
  readonly subject: string
  readonly name: string | null
  /** Null: it gives none; undefined: the configuration asks for none. */
  readonly roleMax: OperatorRole | null | undefined
}

export type OperatorProvider = ClaimsProvider<NamedOperator>

export type ClaimRules = {
  readonly nameClaim: string
  readonly rolesClaim: string
  readonly roles: readonly { readonly value: string; readonly role: OperatorRole }[]
}

export function createOperatorProvider(link: ProviderLink, claims: ClaimRules, rules: ProviderRules): OperatorProvider {
  return createClaimsProvider(link, rules, async ({ issuer, subject, claim }) => {
    const name = await claim(claims.nameClaim)
    const told = claims.roles.length === 0 ? undefined : roleIn(await claim(claims.rolesClaim), claims.roles)
    return ok({ issuer, subject, name: typeof name === 'string' ? name.toLowerCase() : null, roleMax: told })
  })
}

/** The highest that one of the claim's values gives. */
export function roleIn(claim: unknown, roles: ClaimRules['roles']): OperatorRole | null {
  const values = [claim].flat()
  const given = roles.filter(({ value }) => values.includes(value)).map(({ role }) => role)
  return given.reduce<OperatorRole | null>((best, role) => (best && doesRoleReach(best, role) ? best : role), null)
}

/** What was begun waits here for the browser that has its token. */
export async function beginOidcAttempt(
  tx: Transaction,
  box: SecretBox,
  { body, seconds }: { readonly body: Readonly<Record<string, string>>; readonly seconds: number },
): Promise<string> {
  const token = makeToken()
  const hash = hashOf(token)
  await tx.deleteFrom('operator_attempt').where(sql<boolean>`expires_at < now()`).execute()
  await tx
    .insertInto('operator_attempt')
    .values({
      attempt_hash: hash,
      body_sealed: box.seal(JSON.stringify(body), 'attempt', hash.toString('hex')),
      expires_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .execute()
  return token
}

/** Used up in one statement: of two at once, one gets it. */
export async function takeOidcAttempt(
  tx: Transaction,
  box: SecretBox,
  token: string,
): Promise<{ readonly attempt: OidcAttempt; readonly returnTo: string | undefined } | null> {
  const hash = tokenHash(token)
  if (!hash) return null
  const row = await tx
    .deleteFrom('operator_attempt')
    .where('attempt_hash', '=', hash)
    .where(sql<boolean>`expires_at > now()`)
    .returning('body_sealed')
    .executeTakeFirst()
  if (!row) return null
  const { oidc = '{}', returnTo } = JSON.parse(box.open(row.body_sealed, 'attempt', hash.toString('hex')))
  return { attempt: JSON.parse(oidc) as OidcAttempt, returnTo }
}

/**
 * By the subject that was bound before; for the first time by the name that the provider tells, of an
 * operator who was added and has proven nothing yet: whoever has a password is not taken over by a name.
 * Refuses: SLU-LOGIN. Audit: `operator.signedIn`, `operator.refused`.
 */
export async function enterByOidc(
  tx: Transaction,
  named: NamedOperator,
  { origin, address, client, traceId }: Visitor,
  rules: OperatorRules,
): Promise<Result<Entered, Refusal>> {
  const operator = named.roleMax === null ? undefined : await boundOperator(tx, named)
  const problem = operator ? (operator.locked_at ? LOCKED : null) : NOT_BOUND
  if (!operator || problem) {
    const detail = { why: problem?.told?.key, issuer: named.issuer, origin: origin.key }
    const subject = operator ? `operator:${operator.name}` : `origin:${origin.key}`
    await writeAudit(tx, { actor: 'endpoint', action: 'operator.refused', subject, detail })
    return no(problem ?? NOT_BOUND)
  }
  const { operator_id: operatorId, name } = operator
  const roleMax = named.roleMax ?? undefined
  const begun = { operatorId, method: 'oidc', address, client, ...(roleMax && { roleMax }) } as const
  const { token, sessionId } = await beginOperatorSession(tx, begun, rules.sessions)
  const after = { sessionId, method: 'oidc', roleMax, origin: origin.key, traceId }
  await recordOperator(tx, { actor: actorOfOperator({ name }) }, { action: 'operator.signedIn', name, after })
  return ok({ token })
}

async function boundOperator(tx: Transaction, { issuer, subject, name }: NamedOperator) {
  const bySubject = await operators(tx).where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst()
  if (bySubject || name === null) return bySubject
  const byName = await operators(tx)
    .where('name', '=', name)
    .where('subject', 'is', null)
    .where('password_hash', 'is', null)
    .executeTakeFirst()
  if (!byName || byName.locked_at) return byName
  await tx.updateTable('operator').set({ issuer, subject }).where('operator_id', '=', byName.operator_id).execute()
  const act = { actor: actorOfOperator(byName) }
  await recordOperator(tx, act, { action: 'operator.bound', name: byName.name, after: { issuer } })
  return byName
}

function operators(tx: Transaction) {
  return tx
    .selectFrom('operator')
    .select(['operator_id', 'name', 'locked_at'])
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
}
