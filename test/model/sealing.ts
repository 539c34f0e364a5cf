/** When a set is taken as it is, by decision 6, and how it is judged. */
import { type Key, type Mark, PARTS_OF } from './commands.ts'
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
  const has = hasAll(key, members)
  const isWhole = has(DECLARATIONS) && (has(SIGNATURES) || key === 'B')
  const uploads = model.uploads.filter((upload) => upload.key === key).map(({ lastByteAt }) => lastByteAt)
  const latest = Math.max(goAt, isWhole ? 0 : lastAt, ...uploads)
  const deadline = Math.min(latest + SECONDS.grace, goAt + SECONDS.graceMax)
  if (now >= deadline) return isWhole ? 'complete' : 'deadline'
  const isGoLast = members.every(({ at }) => at <= goAt)
  const isUploading = uploads.some((lastByteAt) => lastByteAt + SECONDS.grace > now)
  return isWhole && (isGoLast || has(SIGNATURES)) && !isUploading ? 'complete' : deadline
}

/** All codes of the first round that finds any. */
export function judge(model: Model, sub: Sub): void {
  sub.codes = codesOf(model, sub.key, membersOf(model, sub))
  if (sub.codes.length === 0) model.accepted.add(sub.key)
}

function codesOf(model: Model, key: Key, members: readonly File[]): number[] {
  if (key === 'D') return model.accepted.has('A') ? [108, 133] : [108]
  if (model.accepted.has(key)) return [133]
  if (!members.some(({ name }) => name.mark === 'GO')) return [130]
  const has = hasAll(key, members)
  const whole = [...(has(DECLARATIONS) ? [] : [120]), ...(has(SIGNATURES) || key === 'B' ? [] : [122])]
  const round = [...whole, ...(members.some(({ overLimit }) => overLimit) ? [184] : [])]
  if (round.length > 0) return round
  const isBad = (marks: readonly Mark[]) =>
    members.some(({ name, content }) => marks.includes(name.mark) && content === 'bad')
  if (isBad(SIGNATURES)) return [125]
  return isBad(DECLARATIONS) ? [102] : []
}

const DECLARATIONS: readonly Mark[] = ['FI', 'FI2']
const SIGNATURES: readonly Mark[] = ['FS', 'FS2']

/** Whether there is one of the marks for each part. */
function hasAll(key: Key, members: readonly File[]): (marks: readonly Mark[]) => boolean {
  return (marks) => marks.slice(0, PARTS_OF[key]).every((mark) => members.some(({ name }) => name.mark === mark))
}
