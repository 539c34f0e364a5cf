/** Work in every state, as an earlier release left it, is finished by this one (case O1). */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { readMigrations } from '../../src/database/migrate.ts'
import { inDatabase } from '../gateway/faults.ts'
import { eventually, openSite } from '../gateway/gateway.ts'

/**
 * A backup of the release whose last migration was this, made while it had: a set that waits for its GO, sets sealed and not judged, judged, handed over, waiting, in doubt and parked.
 * The wait for that GO is said to be over, whatever day it is.
 */
const VECTOR = join(import.meta.dirname, 'vectors', 'release-0028')
const LAST = '0028-alarms'

test('rule 31.4: what a release of 28 migrations had under way is brought to this one and ends', async () => {
  await using site = await openSite('limits.goWaitHours=0.0003')
  await rm(join(site.folder, 'certs'), { recursive: true })
  const backups = join(site.folder, 'backups')
  await cp(VECTOR, backups, { recursive: true })
  const restored = await site.sluice('restore', backups, '--with-keys', '--json')
  expect(restored).toMatchObject({ code: 0, err: '' })
  const names = (await readMigrations()).map(({ name }) => name)
  expect(JSON.parse(restored.out).migrated).toEqual(names.slice(names.indexOf(LAST) + 1))
  await inDatabase(site, ({ queries }) => queries.updateTable('claim').set({ due_at: sql<Date>`now()` }).execute())
  await using gateway = await site.start()
  const ended = await inDatabase(site, (database) =>
    eventually(
      () => submissions(database),
      (all) => all.every(({ outcome, delivery }) => outcome !== null && OVER.includes(delivery)),
    ),
  )
  expect(ended).toEqual(AFTERWARDS)
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

/** A0002 was no declaration; A0004 waits for a person as it did; A0009 never got its GO. */
const AFTERWARDS = [
  ['A0001', 'accepted', 'delivered'],
  ['A0002', 'rejected', null],
  ['A0003', 'accepted', 'delivered'],
  ['A0004', 'accepted', 'parked'],
  ['A0005', 'accepted', 'delivered'],
  ['A0009', 'rejected', null],
  ['L0001', 'accepted', 'delivered'],
  ['L0002', 'accepted', 'delivered'],
  ['L0003', 'accepted', 'delivered'],
].map(([set, outcome, delivery]) => ({ set, outcome, delivery }))

const OVER: readonly (string | null)[] = ['delivered', 'parked', null]

type Seen = {
  readonly set: string
  readonly outcome: string | null
  readonly delivery: string | null
}

async function submissions({ queries }: Pick<Database, 'queries'>): Promise<readonly Seen[]> {
  const { rows } = await sql<Seen>`
    select split_part(raw_key, '.', 4) as set,
      (select body ->> 'outcome' from fact where fact.submission_id = s.submission_id and kind = 'verdict') as outcome,
      (select state from delivery where delivery.submission_id = s.submission_id) as delivery
    from submission s order by 1`.execute(queries)
  return rows
}
