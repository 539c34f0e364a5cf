/** Case K11 with a real kill -9: a process of its own marks and sweeps, and is killed in the middle. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, expect, inject, test } from 'vitest'
import type { Sha256 } from '../../src/base/hashes.ts'
import { keptAmong } from '../../src/ledger/retention/blob-references.ts'
import { markUnkept, sweepMarked } from '../../src/pipeline/retention/collect-blobs.ts'
import { books, closeRig, openRig, put, type Rig } from '../mailbox/rig.ts'

afterAll(closeRig)

const RULES = { unreferencedHours: 36, sweepHours: 24, limit: 1000 }
const LATER = 85 * 3_600_000

/** Compiled, because a child process has no vitest to transform it. It kills itself at the n-th removal, or at the first mark. */
const CHILD = `
  const [home, connection, dir, at] = process.argv.slice(1)
  const load = (path) => import(home + path)
  const { connect } = await load('database/connect.js')
  const { openSpool } = await load('spool/open-spool.js')
  const { silentLog } = await load('base/log.js')
  const { markUnkept, sweepMarked } = await load('pipeline/retention/collect-blobs.js')
  const die = () => process.kill(process.pid, 'SIGKILL')
  const database = connect({ connection: JSON.parse(connection), poolSize: 2, applicationName: 'killed', log: silentLog })
  const now = () => new Date(Date.now() + ${LATER})
  const spool = await openSpool({ dir, log: silentLog, now: () => new Date() })
  let looks = 0
  let removals = 0
  const stepping = {
    blobs: (after) => spool.blobs(after),
    async look(hash) {
      if (at === 'mark' && ++looks === 3) die()
      return await spool.look(hash)
    },
    async remove(hash) {
      await spool.remove(hash)
      if (++removals === Number(at)) die()
    },
  }
  await markUnkept({ database, spool: stepping, now }, '', ${JSON.stringify(RULES)})
  await sweepMarked({ database, spool: stepping, now }, ${JSON.stringify(RULES)})
`

test.each(['mark', '1', '7'])(
  'killed at %s: nothing that a row keeps is lost, and the next process ends the work',
  async (at) => {
    await using rig = await openRig()
    const orphans = await Promise.all(
      Array.from({ length: 10 }, (_, index) => rig.spool.store(Buffer.from(`${at} ${index}`))),
    )
    await put(rig, 'IN', 'FI.DMFA.123456.20261123.00001.R.1.1', `kept ${at}`)
    if (at !== 'mark') await markUnkept({ ...rig, now: () => new Date(Date.now() + LATER) }, '', RULES)
    await daysPass(rig)
    expect(await killed(rig, at)).toBe('SIGKILL')
    for (const index of [0, 1]) await put(rig, 'IN', `FI.DMFA.123456.20261123.0000${index + 2}.R.1.1`, `${at} ${index}`)
    await markUnkept({ ...rig, now: () => new Date(Date.now() + LATER) }, '', RULES)
    await daysPass(rig)
    await sweepMarked({ ...rig, now: () => new Date(Date.now() + LATER) }, RULES)
    const left: Sha256[] = []
    for await (const hash of rig.spool.blobs()) left.push(hash)
    const kept = await keptAmong(rig.database.queries, left)
    expect([left.length - kept.size, kept.size, await books(rig.database)]).toEqual([0, 3, { open: 3 }])
    expect(orphans.length).toBe(10)
  },
)

async function killed({ database, dir }: Rig, at: string): Promise<NodeJS.Signals | null> {
  const home = `${pathToFileURL(dirname(inject('program'))).href}/`
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.queries)
  const connection = JSON.stringify({ ...inject('postgres').connection, database: rows[0]?.name })
  const words = ['--input-type=module', '-e', CHILD, home, connection, `${dir}/spool`, at]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return signal
}

async function daysPass({ database: { queries } }: Rig): Promise<void> {
  await sql`update blob_mark set marked_at = marked_at - interval '2 days'`.execute(queries)
}
