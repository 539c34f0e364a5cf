import { type Refusal, refusal } from '../../../base/refusal.ts'

/** The right is apart from the role (rule 22.9). */
export const CONTENTS_NOT_YOURS = refusal(
  'SLU-RIGHTS',
  'You have no right to read contents of declarations.',
  'Ask an administrator of the console to allow contents, and say what for.',
  { key: 'contentsNotYours' },
)

export const NO_SUCH_FILE = refusal('SLU-MISSING', 'The submission has no such file.', 'Look at its page.', {
  key: 'noSuchFile',
})

export const CONTENTS_GONE = refusal(
  'SLU-STATE',
  'The content is not on the disk, although it should be; the digest and everything else is kept.',
  'Look at the disk with sluice doctor, and restore the content from the backup.',
  { key: 'contentsGone' },
)

export const CONTENTS_DAMAGED = refusal(
  'SLU-STATE',
  'The content on the disk is not what its digest says; nothing of it was sent.',
  'Look at the disk with sluice doctor, and restore the content from the backup.',
  { key: 'contentsDamaged' },
)

export function contentsReleased(at: Date): Refusal {
  const day = at.toISOString().slice(0, 10)
  return refusal(
    'SLU-STATE',
    `The content left on ${day}, after its archive time (rule 23.3); name, digest, verdict and audit stay.`,
    'Ask the sender for it; the digest proves that it is the same.',
    { key: 'contentsReleased', values: { day } },
  )
}

export function tooManyReads(most: number, seconds: number): Refusal {
  const minutes = Math.ceil(seconds / 60)
  return refusal(
    'SLU-QUOTA',
    `You have read ${most} contents within an hour, which is the most (operators.mostReadsPerHour).`,
    `Go on in ${minutes} minutes, or ask who runs the gateway to allow more.`,
    { key: 'contentsTooMany', values: { most, minutes, retryAfterSec: seconds } },
  )
}
