import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { SealedAs } from './secret-box.ts'

export type SealedSample = { readonly as: SealedAs; readonly owner: string; readonly sealed: Buffer }

/**
 * The newest national number, secret of a code app, waiting message and key of access tokens, and the keys of the self-test, as far as there are
 * any: each shows whether a key is the right one.
 */
export async function sealedSamples(queries: Queries): Promise<readonly SealedSample[]> {
  const { rows } = await sql<SealedSample>`
    (select 'ssin' as "as", person_id::text as owner, ssin_sealed as sealed
       from person where ssin_sealed is not null order by created_at desc limit 1) union all
    (select 'codeApp', account_id::text, secret_sealed from code_app order by created_at desc limit 1) union all
    (select 'message', message_id::text, body_sealed
       from outgoing_message where body_sealed is not null order by created_at desc limit 1) union all
    (select 'tokenKey', kid, private_jwk from token_key order by created_at desc limit 1)
    union all
    select 'selfTest', sender_number, secrets from self_test_sender`.execute(queries)
  return rows
}
