/**
 * What a browser has begun and not finished (spec access.md §8): a way to an identity provider, a card's challenge, a right password that
 * waits for its code. The browser holds a random token; what belongs to it is sealed here, and good for one use within minutes.
 */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { hashOf, makeToken, tokenHash } from './tokens.ts'

export type AttemptKind = 'oidc' | 'webEid' | 'eidTls' | 'code' | 'activation'

export type Attempt = {
  readonly accountId: string | null
  readonly body: Readonly<Record<string, string>>
}

export type NewAttempt = {
  readonly kind: AttemptKind
  readonly accountId?: string
  readonly body?: Readonly<Record<string, string>>
  readonly seconds: number
}

/** Resolves with the token for the browser. */
export async function beginAttempt(queries: Queries, box: SecretBox, attempt: NewAttempt): Promise<string> {
  const { kind, accountId, body = {}, seconds } = attempt
  const token = makeToken()
  const hash = hashOf(token)
  await queries
    .insertInto('sign_in_attempt')
    .values({
      ...{ attempt_hash: hash, kind, account_id: accountId ?? null },
      body_sealed: box.seal(JSON.stringify(body), 'attempt', hash.toString('hex')),
      expires_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .execute()
  return token
}

/** Looks without using it up: for a code that may be typed wrongly. Null when there is none, or it is over, or used. */
export async function findAttempt(
  queries: Queries,
  box: SecretBox,
  token: string,
  kind: AttemptKind,
): Promise<Attempt | null> {
  const hash = tokenHash(token)
  if (!hash) return null
  const row = await queries
    .selectFrom('sign_in_attempt')
    .select(['account_id', 'body_sealed'])
    .where('attempt_hash', '=', hash)
    .where(isGoodFor(kind))
    .executeTakeFirst()
  return row ? opened(row, hash, box) : null
}

/** Uses it up, in one statement: of two at once, one gets it. Null as above. */
export async function takeAttempt(
  tx: Transaction,
  box: SecretBox,
  token: string,
  kind: AttemptKind,
): Promise<Attempt | null> {
  const hash = tokenHash(token)
  if (!hash) return null
  const row = await tx
    .updateTable('sign_in_attempt')
    .set(({ fn }) => ({ used_at: fn<Date>('now') }))
    .where('attempt_hash', '=', hash)
    .where(isGoodFor(kind))
    .returning(['account_id', 'body_sealed'])
    .executeTakeFirst()
  return row ? opened(row, hash, box) : null
}

function isGoodFor(kind: AttemptKind) {
  return sql<boolean>`kind = ${kind} and used_at is null and expires_at > now()`
}

/** What an account has begun by its password is worth nothing once the password or the app has changed (case R7). */
export async function voidAttemptsOf(tx: Transaction, accountId: string, kind?: AttemptKind): Promise<void> {
  await tx
    .deleteFrom('sign_in_attempt')
    .where('account_id', '=', accountId)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .execute()
}

type Row = { readonly account_id: string | null; readonly body_sealed: Buffer }

function opened({ account_id, body_sealed }: Row, hash: Buffer, box: SecretBox): Attempt {
  const body = JSON.parse(box.open(body_sealed, 'attempt', hash.toString('hex'))) as Attempt['body']
  return { accountId: account_id, body }
}
