import { refusal } from '../../../base/refusal.ts'

export const NO_SUCH_BULK = refusal(
  'SLU-MISSING',
  'Nothing was prepared under this number, or it is somebody else’s.',
  'Look again at what would happen, and go on from there.',
  { key: 'noSuchBulk' },
)

export const BULK_TOO_OLD = refusal(
  'SLU-VERSION',
  'What was shown is too old by now.',
  'Look again at what would happen, and go on from there.',
  { key: 'bulkTooOld' },
)

export const NOTHING_CHOSEN = refusal(
  'SLU-INPUT',
  'Neither a filter nor a submission was chosen.',
  'Narrow the list, or mark some of it.',
  { key: 'nothingChosen' },
)

export function tooMany(most: number) {
  return refusal('SLU-QUOTA', `More than ${most} submissions fulfil the filter.`, 'Narrow the filter.', {
    key: 'bulkTooMany',
    values: { most },
  })
}
