import { Histogram } from '../../../http/components/histogram.tsx'
import { AGE_BOUNDS } from '../../../ledger/watch/open-queues.ts'
import type { QueueSums } from '../../watch/queue-rows.ts'
import { type Seen, waitOf } from './parts.tsx'

/** From this class on it waits longer than anybody likes. */
const LATE_SECONDS = 3600

/** For how long what waits has been waiting. */
export function Ages({ seen, sums }: { readonly seen: Seen; readonly sums: QueueSums }) {
  const { t, formats, now } = seen
  const bars = sums.ages.map((count, age) => {
    const bound = AGE_BOUNDS[age]
    const label = bound === undefined ? t('watch.older') : `< ${formats.duration(bound)}`
    return { label, count, isLate: bound === undefined || bound > LATE_SECONDS }
  })
  const oldest = waitOf(formats, sums.oldestSince, now)
  return (
    <Histogram
      {...{ id: 'waiting-ages', title: t('watch.ages'), bars, number: formats.number }}
      description={t('watch.agesText', { count: sums.open, oldest })}
      words={{ table: t('watch.asTable'), label: t('watch.age'), count: t('watch.waiting') }}
    />
  )
}
