/** The two passes of the collection against uploads of the same content at every instant (reliability.md, P22; decision record 0029). */
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { type Sha256, sha256 } from '../../src/base/hashes.ts'
import type { Database } from '../../src/database/database.ts'
import { reclaimable, unmarkBlob } from '../../src/ledger/retention/blob-marks.ts'
import { type Collecting, markUnkept, sweepMarked } from '../../src/pipeline/retention/collect-blobs.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { books, closeRig, openNode, openRig, put, type Rig } from '../mailbox/rig.ts'
import { untilWaiting } from '../support/test-database.ts'
import { pause, pausingDisk } from './pausing-disk.ts'

afterAll(closeRig)

const FI = 'FI.DMFA.123456.20261123.00001.R.1.1'
const RULES = { unreferencedHours: 36, sweepHours: 24, limit: 1000 }
const HOUR = 3_600_000

describe('rule 23.6 marks what nobody has kept for long', () => {
  test('but neither what a row keeps nor what is young, and each once', async () => {
    await using rig = await openRig()
    const orphan = await rig.spool.store(Buffer.from('left by an upload that never came to its commit'))
    await put(rig, 'IN', FI, 'kept by a row')
    const young = await markUnkept(collecting(rig, 35), '', RULES)
    const old = await markUnkept(collecting(rig, 37), '', RULES)
    const again = await markUnkept(collecting(rig, 37), '', RULES)
    expect([young.found, old.found.filter(({ sha256 }) => sha256 === orphan.sha256), again.found]).toEqual([
      [],
      [orphan],
      [],
    ])
  })

  test('a few at a time, going on where it stopped', async () => {
    await using rig = await openRig()
    for (let index = 0; index < 5; index++) await rig.spool.store(Buffer.from(`orphan ${index} of this test`))
    const found: string[] = []
    let next = ''
    let runs = 0
    do {
      const marked = await markUnkept(collecting(rig, 37), next, { ...RULES, limit: 2 })
      found.push(...marked.found.map(({ sha256 }) => sha256))
      next = marked.next
      runs++
    } while (next !== '')
    const all: string[] = []
    for await (const hash of rig.spool.blobs()) all.push(hash)
    expect([found, runs]).toEqual([all, Math.floor(all.length / 2) + 1])
  })
})

describe('rule 23.7 removes what was marked a day ago and is kept by nobody', () => {
  test('nothing that was marked just now, or that a row keeps by now', async () => {
    await using rig = await openRig()
    const [orphan, claimed] = await orphansOf(rig, 'removed by this test', 'claimed by this test')
    await markUnkept(collecting(rig, 37), '', RULES)
    const early = await sweepMarked(collecting(rig, 37), RULES)
    await put(rig, 'IN', FI, 'claimed by this test')
    await daysPass(rig.database, 2)
    const late = await sweepMarked(collecting(rig, 85), RULES)
    expect([early.blobs, late.blobs > 0, await has(rig, orphan), await has(rig, claimed)]).toEqual([
      0,
      true,
      false,
      true,
    ])
    expect(await reclaimable(rig.database.queries)).toEqual({ blobs: 0, bytes: 0 })
  })

  test('two processes at once do no harm', async () => {
    await using rig = await openRig()
    const orphans = await orphansOf(rig, ...Array.from({ length: 120 }, (_, index) => `shared ${index}`))
    await markUnkept(collecting(rig, 37), '', RULES)
    await daysPass(rig.database, 2)
    const [one, other] = await Promise.all([
      sweepMarked(collecting(rig, 85), RULES),
      sweepMarked(collecting(rig, 85), RULES),
    ])
    const left = await Promise.all(orphans.map((orphan) => has(rig, orphan)))
    expect([one.blobs + other.blobs >= 120, left.some(Boolean), await reclaimable(rig.database.queries)]).toEqual([
      true,
      false,
      { blobs: 0, bytes: 0 },
    ])
  })
})

/** What an upload of content that is there already does, in its order. */
const UPLOAD_STEPS = [
  'before link 1',
  'after link 1',
  'reused',
  'after link 2',
  'after openToRead 1',
  'after openFolder 1',
]

describe.each(UPLOAD_STEPS)('rule 23.8: an upload of the same content, stopped %s while a whole sweep runs', (step) => {
  test('is accepted and keeps its content', async () => {
    await using rig = await openRig()
    const [hash] = await marked(rig, `interleaved ${step}`)
    const stop = pause()
    const at = async (call: string, when: string) => (`${when} ${call}` === step ? await stop.wait() : undefined)
    const { disk, arm } = pausingDisk(at)
    const reusing = async (sha: Sha256) => {
      await unmarkBlob(rig.database.queries, sha)
      if (step === 'reused') await stop.wait()
    }
    await using node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'other', disk, reusing })
    arm()
    const upload = put(node, 'IN', FI, `interleaved ${step}`)
    // where the blob was swept before the second link, there is nothing to read
    await Promise.race([stop.reached, upload])
    await sweepMarked(collecting(rig, 85), RULES)
    stop.goOn()
    expect([(await upload).ok, await has(rig, hash), await books(rig.database)]).toEqual([true, true, { open: 1 }])
    expect(await rig.spool.read(hash, 1000)).toEqual(Buffer.from(`interleaved ${step}`))
  })
})

/** What a sweep does under the lock of its marks. */
const SWEEP_STEPS = ['before look', 'before remove', 'after remove'] as const

describe.each(SWEEP_STEPS)('rule 23.8: a sweep, stopped %s while an upload of the same content comes', (step) => {
  test('the upload is accepted and keeps its content', async () => {
    await using rig = await openRig()
    const [hash] = await marked(rig, `swept ${step}`)
    const stop = pause()
    const sweep = sweepMarked({ ...collecting(rig, 85), spool: steppingSpool(rig.spool, hash, step, stop.wait) }, RULES)
    await stop.reached
    const upload = put(rig, 'IN', FI, `swept ${step}`)
    if (step === 'after remove') await upload
    else await untilWaiting(rig.database)
    stop.goOn()
    await sweep
    expect([(await upload).ok, await has(rig, hash), await books(rig.database)]).toEqual([true, true, { open: 1 }])
  })

  test('case K11: killed there, it leaves nothing that harms: the next sweep ends it, an upload before that stays', async () => {
    await using rig = await openRig()
    const [hash, other] = await marked(rig, `killed ${step}`, `never again ${step}`)
    const dies = async () => {
      throw new Error('the process is dead')
    }
    const dying = { ...collecting(rig, 85), spool: steppingSpool(rig.spool, hash, step, dies) }
    await expect(sweepMarked(dying, RULES)).rejects.toThrow('the process is dead')
    expect((await put(rig, 'IN', FI, `killed ${step}`)).ok).toBe(true)
    await sweepMarked(collecting(rig, 85), RULES)
    expect([await has(rig, hash), await has(rig, other), await books(rig.database)]).toEqual([true, false, { open: 1 }])
  })
})

test('case K11: a file made anew after a sweep that died is left alone while its upload is not committed yet', async () => {
  await using rig = await openRig()
  const [hash] = await marked(rig, 'made anew')
  await rig.spool.remove(hash)
  const stop = pause()
  const { disk, arm } = pausingDisk(async (call, when) =>
    `${when} ${call}` === 'after openFolder 1' ? await stop.wait() : undefined,
  )
  await using node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'other', disk })
  arm()
  const upload = put(node, 'IN', FI, 'made anew')
  await stop.reached
  await sweepMarked(collecting(rig, 0), RULES)
  stop.goOn()
  expect([(await upload).ok, await has(rig, hash)]).toEqual([true, true])
})

test('rule 23.8: content that is stored again and again is told of once in a while, long before a sweep could come', async () => {
  const told: string[] = []
  await using rig = await openRig({ reusing: async (hash) => void told.push(hash) })
  const go = sha256('go of this test')
  for (let index = 0; index < 3; index++) await rig.spool.store(Buffer.from('go of this test'))
  await using other = await openNode(rig.database, `${rig.dir}/spool`, {
    node: 'other',
    reusing: async (hash) => void told.push(hash),
  })
  for (let index = 0; index < 3; index++) await other.spool.store(Buffer.from('go of this test'))
  expect(told).toEqual([go])
})

function collecting({ database, spool }: Pick<Rig, 'database' | 'spool'>, hoursLater: number): Collecting {
  return { database, spool, now: () => new Date(Date.now() + hoursLater * HOUR) }
}

async function orphansOf({ spool }: Pick<Rig, 'spool'>, ...contents: string[]): Promise<Sha256[]> {
  const blobs = await Promise.all(contents.map((content) => spool.store(Buffer.from(content))))
  return blobs.map((blob) => blob.sha256)
}

/** Marked long enough ago to be swept. */
async function marked(rig: Rig, ...contents: string[]): Promise<[Sha256, ...Sha256[]]> {
  const hashes = await orphansOf(rig, ...contents)
  await markUnkept(collecting(rig, 37), '', RULES)
  await daysPass(rig.database, 2)
  return hashes as [Sha256, ...Sha256[]]
}

async function daysPass({ queries }: Database, days: number): Promise<void> {
  await sql`update blob_mark set marked_at = marked_at - make_interval(days => ${days})`.execute(queries)
}

function has({ spool }: Pick<Rig, 'spool'>, hash: Sha256 | undefined): Promise<boolean> {
  return hash ? spool.has(hash) : Promise.resolve(false)
}

function steppingSpool(
  spool: Spool,
  hash: Sha256,
  step: (typeof SWEEP_STEPS)[number],
  act: () => Promise<void>,
): Collecting['spool'] {
  const at = async (here: string, sha: Sha256) => (here === step && sha === hash ? await act() : undefined)
  return {
    blobs: (after) => spool.blobs(after),
    async look(sha) {
      await at('before look', sha)
      return await spool.look(sha)
    },
    async remove(sha) {
      await at('before remove', sha)
      await spool.remove(sha)
      await at('after remove', sha)
    },
  }
}
