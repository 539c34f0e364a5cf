/**
 * The code with which a person signs in for the first time, or again when password or telephone are lost (rule 21.7): good once, within
 * hours, and known to nobody but who was given it. With it comes the secret of an app, which waits for its first code.
 */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../../database/database.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { makeCodeSettings } from '../code-app/totp.ts'
import { hashOf, makeToken, tokenHash } from '../tokens.ts'

export type Invited = {
  readonly operatorId: string
  readonly name: string
  /** Of the app, in Base32. */
  readonly secret: string
}

export function secretOwner(operatorId: string): string {
  return `operator:${operatorId}`
}

/** An earlier code is worth nothing any more; what the person has still opens until the new one was used. Resolves with the code. */
export async function makeInvitation(
  tx: Transaction,
  box: SecretBox,
  { operatorId, seconds }: { readonly operatorId: string; readonly seconds: number },
): Promise<string> {
  const code = makeToken()
  await tx
    .updateTable('operator')
    .set(({ eb }) => ({
      invitation_hash: hashOf(code),
      invitation_expires_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
      pending_secret_sealed: box.seal(makeCodeSettings().secret, 'codeApp', secretOwner(operatorId)),
      version: eb('version', '+', 1),
    }))
    .where('operator_id', '=', operatorId)
    .execute()
  return code
}

/** Whom a code is for, without using it up. Null when it is none, used, or over, and for who is locked or gone. */
export async function findInvited(queries: Queries, box: SecretBox, code: string): Promise<Invited | null> {
  const hash = tokenHash(code)
  if (!hash) return null
  const row = await queries
    .selectFrom('operator')
    .select(['operator_id', 'name', 'pending_secret_sealed'])
    .where('invitation_hash', '=', hash)
    .where(isGood)
    .executeTakeFirst()
  if (!row?.pending_secret_sealed) return null
  const secret = box.open(row.pending_secret_sealed, 'codeApp', secretOwner(row.operator_id))
  return { operatorId: row.operator_id, name: row.name, secret }
}

export const isGood = sql<boolean>`invitation_expires_at > now() and locked_at is null and deleted_at is null`
