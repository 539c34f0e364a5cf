import { Readable } from 'node:stream'
import type { Failpoints } from '../../base/failpoints.ts'
import type { Queues } from '../../queues/queues.ts'
import type { ClaimsAndOutcomes } from '../../services/claims-and-outcomes.ts'
import type { Parcel, ParcelFile, Target } from '../../services/target.ts'
import { instead } from './instead.ts'

/** Rows are marked before their jobs are made (record 0036): so P9 comes before P8. */
export function queuePoints(queues: Queues, failpoints: Failpoints | undefined): Queues {
  if (!failpoints) return queues
  return instead(queues, {
    async enqueue(service, ...jobs) {
      if (jobs.length > 0) await failpoints.pass('P9')
      await queues.enqueue(service, ...jobs)
      if (jobs.length > 0) await failpoints.pass('P8')
    },
  })
}

export function rowPoints(rows: ClaimsAndOutcomes, failpoints: Failpoints | undefined): ClaimsAndOutcomes {
  if (!failpoints) return rows
  return {
    async claim(order) {
      const claimed = await rows.claim(order)
      if (typeof claimed !== 'string') await failpoints.pass('P16')
      return claimed
    },
    async record(attempted) {
      await failpoints.pass('P19')
      const failures = await rows.record(attempted)
      await failpoints.pass('P20')
      return failures
    },
  }
}

/** A reply of the service that is lost at P18 leaves the hand-over in doubt. */
export function targetPoints(target: Target, failpoints: Failpoints | undefined): Target {
  if (!failpoints) return target
  return instead(target, {
    async handOver(parcel) {
      const outcome = await target.handOver(sent(parcel, failpoints))
      await failpoints.pass('P18')
      return failpoints.loses('P18') ? { outcome: 'inDoubt', error: 'the failpoint P18 lost the reply' } : outcome
    },
  })
}

/** P17 is passed when all pieces of a file were asked for, and the service has not heard that it ends. */
function sent(parcel: Parcel, failpoints: Failpoints): Parcel {
  const withPoint = (file: ParcelFile): ParcelFile => ({
    ...file,
    content: () => Readable.from(lastHeld(file.content(), failpoints), { objectMode: false }),
    async whole() {
      const bytes = await file.whole()
      await failpoints.pass('P17')
      return bytes
    },
  })
  return { ...parcel, files: parcel.files.map(withPoint) }
}

async function* lastHeld(pieces: AsyncIterable<Buffer>, failpoints: Failpoints): AsyncGenerator<Buffer> {
  yield* pieces
  await failpoints.pass('P17')
}
