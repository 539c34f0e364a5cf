/** What time does to sessions of operators, and to what a browser has begun at the identity provider. */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

/** So long is seen who was signed in, for whoever looks into something. */
const SESSIONS_KEPT_DAYS = 90

/** To be called now and then: anybody may begin a sign-in, and nobody ends it. */
export async function forgetOldOperatorSignIns(queries: Queries): Promise<void> {
  await queries
    .deleteFrom('operator_session')
    .where(sql<boolean>`coalesce(ended_at, seen_at) < now() - make_interval(days => ${SESSIONS_KEPT_DAYS})`)
    .execute()
  await queries.deleteFrom('operator_attempt').where(sql<boolean>`expires_at < now()`).execute()
}
