import { expect, test } from 'vitest'
import type { Claim } from '../../src/ledger/claims.ts'
import { Suspects } from '../../src/pipeline/suspects.ts'

const claim = (submissionId: string, crashes: number): Claim => ({
  ...{ submissionId, crashes, fence: 1, failures: 0, checkerFailures: 0, readFailures: 0 },
})

test('case Q13: suspects run one at a time, beside any number of others', () => {
  const suspects = new Suspects()
  const [one, two, other] = [claim('one', 1), claim('two', 2), claim('other', 0)]
  expect(suspects.sort([one, two, other])).toEqual({ admitted: [one, other], back: [two] })
  expect(suspects.sort([two])).toEqual({ admitted: [], back: [two] })
  suspects.done(other)
  expect(suspects.sort([two])).toEqual({ admitted: [], back: [two] })
  suspects.done(one)
  expect(suspects.sort([two])).toEqual({ admitted: [two], back: [] })
})
