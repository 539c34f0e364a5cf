/**
 * Power cuts at random times: `SLUICE_POWER_CUTS` on each file system in each mode, times drawn by `SLUICE_SEED`. And the control: with flushes
 * that lie the same must be found wanting (case D8).
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { type FileSystem, noCutDisk } from './cut-disk.ts'
import { drawing } from './faults.ts'
import { LYING_FLUSHES, openCutRun } from './power-cut-run.ts'

const CUTS = lengthOf('SLUICE_POWER_CUTS', 100)
const LONGEST_MILLISECONDS = lengthOf('SLUICE_POWER_CUT_MILLISECONDS', 4000)
/** So many cuts may cost nothing by luck. */
const LIES_MAX = 5

const KINDS: readonly FileSystem[] = ['ext4', 'xfs']
const MODES = ['lost', 'flushed'] as const

describe.each(KINDS)('%s', (kind) => {
  const reason = noCutDisk(kind)
  beforeEach(({ skip }) => skip(reason !== undefined, reason))

  test.each(MODES)('case D8: after power cuts, the log of the file system %s, nothing is missed', async (mode) => {
    const draw = drawing()
    const found: Record<string, unknown> = {}
    await using run = await openCutRun(kind)
    for (let cut = 1; cut <= CUTS; cut++) {
      const after = Math.floor(draw() * LONGEST_MILLISECONDS)
      const violations = await run.once(mode, after)
      if (violations.length > 0) found[`cut ${cut} after ${after} ms`] = violations
      await leaveSummary(`power-cut-${kind}-${mode}`, { cuts: cut, found })
    }
    expect(found).toEqual({})
  })

  test('control: with flushes that lie something is missed', async () => {
    await using run = await openCutRun(kind, 5)
    const found: unknown[] = []
    for (let lie = 0; found.length === 0 && lie < LIES_MAX; lie++) {
      const violations = await run.once('lost', LONGEST_MILLISECONDS, LYING_FLUSHES)
      if (violations.length > 0) found.push(violations)
    }
    await leaveSummary(`power-cut-${kind}-lies`, { found })
    expect(found).not.toEqual([])
  })
})
