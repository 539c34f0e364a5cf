import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a set was sealed within so many seconds, of this or that side of now: after the database's clock went back, what was sealed
 * while it was ahead would else be new until the clock comes there again (rule 32.5).
 */
export function sealedWithin(column: `${string}sealed_at`, seconds: number): RawBuilder<boolean> {
  const span = sql`make_interval(secs => ${seconds})`
  return sql`${sql.ref(column)} between now() - ${span} and now() + ${span}`
}
