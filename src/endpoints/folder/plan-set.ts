/** What of a set is taken in now, and in which order. Pure. */
import type { Mark } from '../../batch/file-name.ts'
import type { Look } from './look.ts'
import type { Why } from './sort-names.ts'

export type Owners = {
  readonly allowed: 'same' | 'any'
  readonly folder: bigint
  /** The gateway's own user; null where there are none. */
  readonly gateway: bigint | null
}

/** Null for an ordinary file of the folder's owner. */
export function whyLeftAlone({ kind, links, owner }: Look, { allowed, folder, gateway }: Owners): Why | null {
  if (kind !== 'file') return kind
  if (links > 1n) return 'hardLink'
  if (allowed === 'any' || gateway === null) return null
  return owner === folder || owner === gateway ? null : 'foreignOwner'
}

export type SetFile = {
  readonly name: string
  readonly mark: Mark
  readonly look: Look
  readonly why: Why | null
}

export type SetPlan<File> = {
  /** Each to be taken in after the one before. */
  readonly steps: readonly File[]
  /** A file of the set cannot be taken in: its GO waits until somebody mended that. */
  readonly goWaits: boolean
}

const NOTHING = { steps: [], goWaits: false }

/**
 * FI and FS first, their GO last, by name. A TD comes after what lay there before it, which it then cancels, and before what
 * came later: it was meant for an earlier set. Without a GO and a TD the files wait, unless the mailbox has the GO (case A15).
 */
export function planSet<File extends SetFile>(files: readonly File[], goInMailbox: boolean): SetPlan<File> {
  const sound = files.filter(({ why }) => why === null).sort((one, other) => (one.name < other.name ? -1 : 1))
  const members = sound.filter(({ mark }) => mark === 'FI' || mark === 'FS')
  const gos = sound.filter(({ mark }) => mark === 'GO')
  const cancellations = sound.filter(({ mark }) => mark === 'TD').sort(byChange)
  const goWaits = files.some(({ mark, why }) => why !== null && (mark === 'FI' || mark === 'FS'))
  const last = cancellations.at(-1)
  if (gos.length > 0) {
    const [earlier, later] = parted(cancellations, (file) => gos.every((go) => isBefore(file, go)))
    return { steps: [...earlier, ...members, ...(goWaits ? [] : gos), ...later], goWaits }
  }
  if (goInMailbox) return { steps: [...members, ...cancellations], goWaits: false }
  if (!last) return NOTHING
  return { steps: [...members.filter((file) => !isBefore(last, file)), ...cancellations], goWaits: false }
}

function isBefore(one: SetFile, other: SetFile): boolean {
  return one.look.changedNs < other.look.changedNs
}

function byChange(one: SetFile, other: SetFile): number {
  return isBefore(one, other) ? -1 : 1
}

function parted<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
