/** What the mailbox refuses at the protocol (decision 3), in words for the client's user. */
import { type Refusal, refusal } from '../base/refusal.ts'

export const NOT_WRITABLE = refusal('SLU-WRITE', 'OUT folders hold our answers.', 'Upload to IN, INTEST or INTEST-S.')
export const NOT_READABLE = refusal(
  'SLU-READ',
  'Files in IN folders cannot be read back.',
  'Keep the original; answers are in the OUT folders.',
)
export const MISSING = refusal('SLU-MISSING', 'There is no such file.', 'List the folder to see what is there.')
export const EXISTS = refusal(
  'SLU-EXISTS',
  'A file of that name is there already.',
  'Delete it first, or overwrite it.',
)
export const SEALED = refusal(
  'SLU-SEALED',
  'The set of this file was sealed by its GO and cannot change.',
  'Wait for the answer in the OUT folder; upload the file anew to begin a new set.',
)
export const HOLE = refusal(
  'SLU-HOLE',
  'Bytes in the middle of the file were never sent.',
  'Upload the file again from its first byte.',
)
export const SCATTERED = refusal(
  'SLU-HOLE',
  'The file comes in too many separate pieces.',
  'Upload the file from its first byte to its last.',
)
export const DISK_FULL = refusal(
  'SLU-DISK',
  'The gateway has no room for further files now.',
  'Send the file again later; nothing that was accepted is lost.',
)
export const IN_ONLY = refusal('SLU-OPERATION', 'Files in OUT folders cannot be renamed.', 'Download and delete them.')

export function tooLarge(bytesMax: number): Refusal {
  return refusal(
    'SLU-SIZE',
    `The file is larger than the ${bytesMax} bytes that a part may have.`,
    'Split the declaration into several parts.',
  )
}

export function triggerTooLarge(bytesMax: number): Refusal {
  return refusal('SLU-TRIGGER', `GO and TD may hold ${bytesMax} bytes at most.`, 'Send an empty file.')
}

export function tooManyOpen(filesMax: number, bytesMax: number): Refusal {
  return refusal(
    'SLU-QUOTA',
    `No more than ${filesMax} files and ${bytesMax} bytes may wait for their GO.`,
    'Complete the sets with their GO, or delete files that are not needed.',
    told('tooManyOpen', { filesMax, bytesMax }),
  )
}

export const NOTHING_IN_REQUEST = refusal(
  'SLU-INPUT',
  'The request brings neither files nor the GO of a set.',
  'Send the files of the set with it, or say that the set is complete.',
  told('nothingInRequest'),
)

export const TWICE_IN_REQUEST = refusal(
  'SLU-INPUT',
  'Two files of the request have the same name.',
  'Send each file once, under its own name.',
  told('twiceInRequest'),
)

export function tooManyParts(partsMax: number): Refusal {
  return refusal(
    'SLU-INPUT',
    `A request may bring ${partsMax} files at most.`,
    'Leave the set open, and send the other files in a further request.',
    told('tooManyParts', { partsMax }),
  )
}

export function tooManyNameFaults(perHour: number): Refusal {
  return refusal(
    'SLU-NAMES',
    `More than ${perHour} files in an hour had names that tell no set.`,
    'Correct the names; the answers in the OUT folder say what is wrong with them.',
  )
}

export function setIsFull(filesMax: number): Refusal {
  return refusal(
    'SLU-SET',
    `The name is wrong, and ${filesMax} files or more wait in its set.`,
    'Correct the name; or send the GO of the set, and the answer in the OUT folder says what is wrong with the names.',
  )
}

/** Of what is refused over the web service, whose texts these are. */
export function told(key: string, values: NonNullable<Refusal['told']>['values'] = {}): Refusal['told'] {
  return { key, values }
}
