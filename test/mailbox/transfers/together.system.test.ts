/** Requests that come at the same time share their commits, and none of them the fate of another. */
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../../src/base/errors.ts'
import { sha256 } from '../../../src/base/hashes.ts'
import { uuidV7 } from '../../../src/base/ids.ts'
import type { Transaction } from '../../../src/database/database.ts'
import { standingsOf } from '../../../src/ledger/standing-sets.ts'
import { lockOpenSubmission, sealSubmissions } from '../../../src/ledger/submissions.ts'
import { type ArrivingParts, takeParts } from '../../../src/ledger/take-parts.ts'
import { sealingMoments } from '../../../src/ledger/tickets.ts'
import { type ReadyTransfer, transferCommits } from '../../../src/mailbox/transfers/commit-transfers.ts'
import { sealAllDue } from '../../../src/stages/seal.ts'
import { envelopeOf } from '../../stages/a-set.ts'
import { testDatabase } from '../../support/test-database.ts'
import { books, closeRig, openRig, put, type Rig, sealedSets } from '../rig.ts'
import { accepted, type Sent, transfer } from './send.ts'

afterAll(closeRig)

const KEYS = Array.from({ length: 20 }, (_, index) => `DMFA.123456.20260105.${String(index + 1).padStart(5, '0')}.R`)
const PLACES = KEYS.map((key) => ({ sender: '123456', rawKey: `IN/${key}` }))

test('twenty sets that come at once are sealed in fewer commits, each with its own files and ticket', async () => {
  await using rig = await openRig()
  const sent = await Promise.all(
    KEYS.map((key) => {
      const files: Sent[] = [[`FI.${key}.1.1`], [`FS.${key}.1.1`]]
      return transfer(rig, files, { setName: `${key}.1` })
    }),
  )
  const views = sent.map((one) => accepted(one).view)
  const { rows } = await sql<{ commits: number; tickets: number }>`
    select count(distinct s.xmin::text) as commits, count(distinct body ->> 'ticket') as tickets
    from submission s join fact using (submission_id) where kind = 'envelope'`.execute(rig.database.queries)
  expect(rows[0]?.commits).toBeLessThan(KEYS.length)
  expect([rows[0]?.tickets, new Set(views.map(({ ticket }) => ticket)).size]).toEqual([20, 20])
  expect(views.map(({ files }) => files.map(({ fileName }) => fileName))).toEqual(KEYS.map(namesOf))
  const sealed = await sealedSets(rig.database)
  expect(sealed.map(({ members }) => members).sort()).toEqual(KEYS.map(namesOf))
  expect(await books(rig.database)).toEqual({ pending: 60 })
})

describe('what becomes of one is no affair of those beside it:', () => {
  test('who was overtaken is left out, and the others go on together', async () => {
    await using rig = await openRig()
    const [first, overtaken, ...others] = await readyTransfers(rig, KEYS.slice(0, 4))
    await put(rig, 'IN', `FI.${KEYS[1]}.1.2`) // after it was looked at
    const { asked, fates } = await committed(rig, [first, overtaken, ...others])
    expect(fates).toEqual([keyOf(first), null, ...others.map(keyOf)])
    expect(asked).toEqual([[keyOf(first)], others.map(keyOf)])
    expect(await books(rig.database)).toEqual({ open: 1, pending: 9 })
  })

  test('a name that was taken in this instant', async () => {
    await using rig = await openRig()
    const [first, taken, last] = await readyTransfers(rig, KEYS.slice(0, 3))
    await put(rig, 'IN', namesOf(KEYS[1] ?? '')[0] ?? '')
    const { fates } = await committed(rig, [first, taken, last])
    expect([fates, await books(rig.database)]).toEqual([[keyOf(first), null, keyOf(last)], { open: 1, pending: 6 }])
  })

  test.each([
    ['a bug', new TypeError('theirs')],
    ['a sender that is gone', new Corrupt('theirs')],
  ])('%s', async (_, error) => {
    await using rig = await openRig()
    const [first, failing, ...others] = await readyTransfers(rig, KEYS.slice(0, 4))
    const { fates } = await committed(rig, [first, failing, ...others], (keys) => {
      if (keys.includes(keyOf(failing))) throw error
    })
    expect(fates).toEqual([keyOf(first), error, ...others.map(keyOf)])
    expect(await books(rig.database)).toEqual({ pending: 9 })
  })

  test('a database that does not say what it did is told to all of its commit, and nothing is tried again', async () => {
    await using rig = await openRig()
    const transfers = await readyTransfers(rig, KEYS.slice(0, 3))
    const away = new Unavailable('The database does not answer.')
    const { asked, fates } = await committed(rig, transfers, (keys) => {
      if (keys.length > 1) throw away
    })
    expect([fates, asked.length]).toEqual([[keyOf(transfers[0]), away, away], 2])
  })

  test('whoever waits for a set holds up the others for a moment only', async () => {
    await using rig = await openRig()
    const transfers = await readyTransfers(rig, KEYS.slice(0, 3))
    const waits: unknown[] = []
    const commits = commitsOf(rig, [], async (_, tx) => {
      waits.push((await sql<object>`select current_setting('lock_timeout') as of`.execute(tx)).rows[0])
    })
    await Promise.all(transfers.map((one) => commits.add(one)))
    expect(waits).toEqual([{ of: '15s' }, { of: '200ms' }])
  })

  test('a set that somebody holds', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', `FI.${KEYS[1]}.2.2`)
    const [first, held, ...others] = await readyTransfers(rig, KEYS.slice(0, 4))
    const commits = commitsOf(rig, [])
    let waiting: Promise<unknown> | undefined
    await rig.database.transaction(async (tx) => {
      await lockOpenSubmission(tx, { sender: '123456', rawKey: keyOf(held) ?? '' })
      const going = [first, held, ...others].map((one) => one && commits.add(one))
      waiting = going[1]
      const done = await Promise.all([going[0], ...going.slice(2)])
      expect(done.map((one) => one?.envelope?.rawKey)).toEqual([first, ...others].map(keyOf))
    })
    expect(await waiting).toMatchObject({ envelope: { rawKey: keyOf(held) } })
    expect(await books(rig.database)).toEqual({ pending: 13 })
  })
})

test('a set that comes while its commit is under way waits for it, beside others', async () => {
  await using rig = await openRig()
  const [key = ''] = KEYS
  const sent = await Promise.all([
    ...[1, 2, 3].map((part) => transfer(rig, [[`FI.${key}.3.${part}`]], { setName: `${key}.3`, go: false })),
    ...KEYS.slice(1, 4).map((other) => transfer(rig, [[`FI.${other}.1.1`]], { setName: `${other}.1`, go: false })),
  ])
  const [standing] = await standingsOf(rig.database.queries, [{ sender: '123456', rawKey: `IN/${key}` }])
  expect(sent.map((one) => accepted(one).replayed)).toEqual([false, false, false, false, false, false])
  expect(standing?.sets.map(({ members }) => members.map(({ name }) => name))).toEqual([
    [1, 2, 3].map((part) => `FI.${key}.3.${part}`),
  ])
})

test('sets are found by their indexes, also by a server that has no statistics', async () => {
  await using database = await testDatabase() // of its own: nothing is committed to it, so the server has no reason to look at its tables
  const [before, after] = await database.transaction(async (tx) => {
    const before = await scansOf(tx)
    await sql`
      insert into submission (submission_id, sender_number, environment, raw_key, routable)
      select gen_random_uuid(), '123456', 'R', 'IN/OTHER.' || n, true from generate_series(1, 3000) as n`.execute(tx)
    for (const place of PLACES) {
      const [taken] = await takeParts(tx, [partsOf(place)], { goWaitHours: 24 })
      await standingsOf(tx, [place])
      const [moment] = await sealingMoments(tx, [place], { exceptNode: 'one', withinSeconds: 10 })
      const envelope = envelopeOf([], { rawKey: place.rawKey, ticket: `T${moment?.number}` })
      if (taken) await sealSubmissions(tx, [{ ...taken.submission, envelope }])
    }
    return [before, await scansOf(tx)]
  })
  expect(before).toHaveLength(6)
  expect(after).toEqual(before)
})

/** How often this session has read each of these tables from one end to the other, or all of a sender's sets. */
async function scansOf(tx: Transaction): Promise<readonly object[]> {
  const { rows } = await sql<object>`
    select relname, pg_stat_get_xact_numscans(oid) from pg_class
    where relname in ('submission', 'submission_of_sender', 'received_file', 'fact', 'claim', 'accepted_name')
    order by relname`.execute(tx)
  return rows
}

function namesOf(key: string): string[] {
  return [`FI.${key}.1.1`, `FS.${key}.1.1`, `GO.${key}.1`]
}

function partsOf(place: ReadyTransfer['place']): ArrivingParts {
  const { sender } = place
  const by = { channel: 'web', principal: 'program', address: '192.0.2.1', session: 'request' } as const
  const file = { sender, environment: 'R', overLimit: false, sha256: sha256(''), bytes: 0, ...by } as const
  const [fi = '', fs = '', go = ''] = namesOf(place.rawKey.slice('IN/'.length))
  const named = (name: string) => ({ ...file, fileId: uuidV7(), name })
  return { place, go: true, files: [named(fi), named(fs), named(go)] }
}

type Fail = (keys: (string | undefined)[], tx: Transaction) => void | Promise<void>

const keyOf = (transfer: ReadyTransfer | undefined) => transfer?.place.rawKey

/** `asked`: what was sealed together, as it was tried. `fail` throws when it is to fail for these. */
function commitsOf(rig: Rig, asked: (string | undefined)[][], fail: Fail = () => {}) {
  return transferCommits({
    ...{ database: rig.database, settings: rig.settings, uploads: { of: () => [] } },
    sets: {
      async sealAllDue(tx, candidates) {
        const keys = candidates.map(({ submission }) => submission.rawKey)
        asked.push(keys)
        await fail(keys, tx)
        return await sealAllDue(tx, candidates, rig.sealDeps)
      },
    },
  })
}

async function committed(rig: Rig, transfers: readonly (ReadyTransfer | undefined)[], fail?: Fail) {
  const asked: (string | undefined)[][] = []
  const commits = commitsOf(rig, asked, fail)
  const outcomes = await Promise.allSettled(transfers.map((one) => one && commits.add(one)))
  const fates = outcomes.map((outcome) => {
    return outcome.status === 'rejected' ? outcome.reason : (outcome.value?.envelope?.rawKey ?? null)
  })
  return { asked, fates }
}

async function readyTransfers({ database }: Rig, keys: readonly string[]): Promise<ReadyTransfer[]> {
  const places = keys.map((key) => ({ sender: '123456', rawKey: `IN/${key}` }))
  const standings = await standingsOf(database.queries, places)
  return places.flatMap((place, index) => {
    const standing = standings[index]
    return standing ? [{ ...partsOf(place), standing }] : []
  })
}
