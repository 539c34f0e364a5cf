/** Every point with everything that can happen at it: `SLUICE_FAILPOINT_PASSES` passings of each, one gateway each (cases K1 to K11). */
import { expect, test } from 'vitest'
import { POINTS, type Point } from '../../src/base/failpoints.ts'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { openStage, playAt } from './failpoint-run.ts'

const PASSES = lengthOf('SLUICE_FAILPOINT_PASSES', 1)

test(`at each of the points, at the first ${PASSES} passings of each, nothing is lost and nothing is answered twice`, async () => {
  await using stage = await openStage()
  const found: Record<string, readonly unknown[]> = {}
  const alive: string[] = []
  const points = Object.keys(POINTS) as Point[]
  const cases = [...points.flatMap((point) => actsAt(point)), points.map((point) => `${point}=delay:100`).join(';')]
  let plays = 0
  for (const failpoint of cases) {
    const { violations, died } = await playAt(stage, failpoint)
    plays++
    if (violations.length > 0) found[failpoint] = violations
    if (failpoint.includes('kill') && !died) alive.push(failpoint)
    await leaveSummary('failpoints', { plays, of: cases.length, found, neverReached: alive })
  }
  expect(found).toEqual({})
  // what is removed needs hours before it is: its collector has tests of its own
  expect(alive.filter((failpoint) => !failpoint.startsWith('P22'))).toEqual([])
})

function actsAt(point: Point): readonly string[] {
  const acts = ['kill', 'error', ...(point === 'P7' || point === 'P18' ? ['drop'] : [])]
  return acts.flatMap((act) => Array.from({ length: PASSES }, (_, index) => `${point}=${act}@${index + 1}`))
}
