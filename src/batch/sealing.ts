/** When a set is taken as it is (decision 6): the pure half; `stages/seal.ts` does it. */
import type { Environment } from './environment.ts'
import { isTrigger, type Mark, parseFileName } from './file-name.ts'
import { OWN_ACKNOWLEDGEMENT } from './purposes.ts'

export type ArrivedMember = { readonly name: string; readonly receivedAt: Date }

/** All times by one clock, the database's. */
export type OpenSet = {
  readonly members: readonly ArrivedMember[]
  /** Commit of the GO that runs. */
  readonly goAt: Date | null
  /** Commit of the latest member. */
  readonly lastFileAt: Date
  /** The last byte of each upload of the set that is under way. */
  readonly openUploads: readonly { readonly lastByteAt: Date }[]
  /** Whether each FI needs an FS (`signatureIsRequired`). */
  readonly signatureRequired: boolean
  readonly now: Date
}

export type SealingLimits = {
  readonly graceSeconds: number
  readonly graceMaxSeconds: number
  readonly goWaitHours: number
}

export type SealingDecision =
  | { readonly do: 'seal'; readonly why: 'complete' | 'deadline' | 'expired' }
  | { readonly do: 'wait'; readonly until: Date }

/**
 * Sealed when GO and all required members are there and no upload of the set is open; else at the deadline, as it is.
 * A set without GO expires (130). Optional members are waited for only if GO was not the last to arrive.
 */
export function sealingDecision(set: OpenSet, limits: SealingLimits): SealingDecision {
  if (set.goAt === null) return withoutGo(set, limits)
  const missing = missingMembers(set)
  const deadline = deadlineOf(set.goAt, set, missing.required > 0, limits)
  if (set.now >= deadline) return { do: 'seal', why: missing.required === 0 ? 'complete' : 'deadline' }
  const goWasLast = set.members.every(({ receivedAt }) => set.goAt !== null && receivedAt <= set.goAt)
  const complete = missing.required === 0 && (goWasLast || missing.optional === 0)
  const uploading = set.openUploads.some(({ lastByteAt }) => later(lastByteAt, limits.graceSeconds) > set.now)
  return complete && !uploading ? { do: 'seal', why: 'complete' } : { do: 'wait', until: deadline }
}

/** A set in an environment of `requiredIn` needs signatures; a sender's own acknowledgement needs none (decision 14). */
export function signatureIsRequired(
  rawKey: string,
  environment: Environment,
  requiredIn: readonly Environment[],
): boolean {
  const purpose = rawKey.slice(rawKey.indexOf('/') + 1).split('.')[0]
  return requiredIn.includes(environment) && purpose !== OWN_ACKNOWLEDGEMENT
}

/**
 * From here on the set waits no more. A stalled upload stops counting `graceSeconds` after its last byte; while something needed is missing, a file
 * that has just come counts like one that is coming: a client that sends a long FI after its GO sends the FS next.
 */
function deadlineOf(
  goAt: Date,
  { openUploads, lastFileAt }: OpenSet,
  incomplete: boolean,
  limits: SealingLimits,
): Date {
  const latest = Math.max(
    goAt.getTime(),
    incomplete ? lastFileAt.getTime() : 0,
    ...openUploads.map(({ lastByteAt }) => lastByteAt.getTime()),
  )
  return new Date(Math.min(latest + limits.graceSeconds * 1000, goAt.getTime() + limits.graceMaxSeconds * 1000))
}

function withoutGo({ lastFileAt, now }: OpenSet, { goWaitHours }: SealingLimits): SealingDecision {
  const expiry = later(lastFileAt, goWaitHours * 3600)
  return now >= expiry ? { do: 'seal', why: 'expired' } : { do: 'wait', until: expiry }
}

/** A file whose own number is unreadable or out of range may be what is missing, so nobody waits for that one. */
function missingMembers({ members, signatureRequired }: OpenSet): { required: number; optional: number } {
  const slots = members.map(({ name }) => slotOf(name))
  const count = countOf(slots)
  const missing = (mark: Mark) => {
    const files = slots.filter((slot) => slot.mark === mark)
    const present = new Set(files.map(({ part }) => part).filter((part) => part !== null && part <= count))
    const strays = files.filter(({ part }) => part === null || part > count).length
    return Math.max(0, count - present.size - strays)
  }
  const signatures = missing('FS')
  return { required: missing('FI') + (signatureRequired ? signatures : 0), optional: signatures }
}

type Slot = { readonly mark: Mark | null; readonly count: number | null; readonly part: number | null }

function slotOf(name: string): Slot {
  const parsed = parseFileName(name)
  const { count, part } = parsed.ok ? parsed.value : parsed.problem.readable
  const mark = parsed.ok ? parsed.value.mark : parsed.problem.mark
  return { mark, count: count ?? null, part: part ?? null }
}

/** GO announces the number of parts; when its own name does not tell, the largest that a member tells. */
function countOf(slots: readonly Slot[]): number {
  const announced = slots.find(({ mark, count }) => isTrigger(mark) && count !== null)?.count
  return announced ?? Math.max(1, ...slots.map(({ count }) => count ?? 1))
}

function later(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000)
}
