/** When a set is taken as it is, by decision 6, and how it is judged. */
import type { Key, Mark } from './commands.ts'
import { type File, type Model, membersOf, SECONDS, type Sub } from './model.ts'

/** Decision 6, and when to look again. */
export function sealIfDue(model: Model, sub: Sub): void {
  const { now } = model
  const members = membersOf(model, sub)
  if (members.length === 0) sub.end = 'gone'
  else {
    const seal = whySealed(model, sub, members)
    if (typeof seal === 'number') sub.claim.due = seal
    else {
      sub.sealed = { at: now, why: seal }
      sub.claim.due = now
    }
  }
}

function whySealed(model: Model, sub: Sub, members: readonly File[]): 'complete' | 'deadline' | 'expired' | number {
  const { now } = model
  const { goAt, lastAt, key } = sub
  if (goAt === null) return now >= lastAt + SECONDS.goWait ? 'expired' : lastAt + SECONDS.goWait
  const has = (mark: Mark) => members.some(({ name }) => name.mark === mark)
  const isWhole = has('FI') && (has('FS') || key === 'B')
  const uploads = model.uploads.filter((upload) => upload.key === key).map(({ lastByteAt }) => lastByteAt)
  const latest = Math.max(goAt, isWhole ? 0 : lastAt, ...uploads)
  const deadline = Math.min(latest + SECONDS.grace, goAt + SECONDS.graceMax)
  if (now >= deadline) return isWhole ? 'complete' : 'deadline'
  const isGoLast = members.every(({ at }) => at <= goAt)
  const isUploading = uploads.some((lastByteAt) => lastByteAt + SECONDS.grace > now)
  return isWhole && (isGoLast || has('FS')) && !isUploading ? 'complete' : deadline
}

/** All codes of the first round that finds any. */
export function judge(model: Model, sub: Sub): void {
  const members = membersOf(model, sub)
  const one = (mark: Mark) => members.find(({ name }) => name.mark === mark)
  sub.codes = codesOf(
    model,
    sub.key,
    one('FI'),
    one('FS'),
    one('GO') !== undefined,
    members.some(({ overLimit }) => overLimit),
  )
  if (sub.codes.length === 0) model.accepted.add(sub.key)
}

function codesOf(
  model: Model,
  key: Key,
  fi: File | undefined,
  fs: File | undefined,
  go: boolean,
  large: boolean,
): number[] {
  if (model.accepted.has(key)) return [133]
  if (!go) return [130]
  const whole = [...(fi ? [] : [120]), ...(fs || key === 'B' ? [] : [122])]
  const round = [...whole, ...(large ? [184] : [])]
  if (round.length > 0) return round
  if (fs && fs.content === 'bad') return [125]
  return fi?.content === 'bad' ? [102] : []
}
