/** What the model says of workers: who may take what, what they commit, and what a fault leaves behind. */
import type { Fault, Key, NodeName } from './commands.ts'
import { type Model, newFile, place, SECONDS, type Sub } from './model.ts'
import { judge, sealIfDue } from './sealing.ts'

export type Work = {
  readonly claimed: readonly Sub[]
  readonly fault: Fault | null
  readonly node: NodeName
  /** What the other worker took when it overtook this one. */
  readonly others: readonly Sub[]
}

export function claimable(model: Model): Sub[] {
  return model.subs.filter(
    ({ end, isParked, claim: { due, until } }) =>
      !end && !isParked && due <= model.now && (until === null || until < model.now),
  )
}

/** A worker takes what is due as far as it goes; its fault comes at one of its commits. */
export function work(model: Model, { claimed, fault, node, others }: Work): void {
  const taken = claimed.map((sub) => take(model, sub))
  let commits = 0
  for (const [index, { sub, fence }] of taken.entries()) {
    for (;;) {
      const isAt = ++commits === fault?.at
      if (isAt && fault.how === 'dies') return void model.sleepers.push(...taken.slice(index))
      if (isAt && fault.how === 'away') {
        if (holds(sub, fence)) Object.assign(sub.claim, { due: model.now + SECONDS.retry, until: null })
        break
      }
      if (isAt && fault.how === 'cancelled') {
        model.now += 0.001
        place(model, node, { key: sub.key, mark: 'TD' }, newFile(model, 'good'), false)
      }
      if (isAt && fault.how === 'overtaken') {
        for (const mine of taken)
          if (holds(mine.sub, mine.fence) && mine.sub.claim.until !== null) mine.sub.claim.until = -1
        work(model, { claimed: others, fault: null, node, others: [] })
      }
      const goesOn = step(model, sub, fence, fault?.how === 'unsigned')
      if (isAt && fault.how === 'replyLost') return void model.sleepers.push(...taken.slice(index))
      if (!goesOn) break
    }
    if (holds(sub, fence)) sub.claim.until = null
  }
}

/** So many of the dead wake up: who still has the fence goes on, everybody else must change nothing. */
export function wake(model: Model, count: number): void {
  for (const { sub, fence } of model.sleepers.splice(0, count)) {
    if (!holds(sub, fence)) continue
    while (step(model, sub, fence));
    if (holds(sub, fence)) sub.claim.until = null
  }
}

function take(model: Model, sub: Sub) {
  sub.claim.fence++
  sub.claim.until = model.now + SECONDS.lease
  return { sub, fence: sub.claim.fence }
}

function holds({ end, claim }: Sub, fence: number): boolean {
  return !end && claim.fence === fence
}

/** One commit; true when another one follows at once. */
function step(model: Model, sub: Sub, fence: number, unsigned = false): boolean {
  if (!holds(sub, fence)) return false
  if (!sub.sealed) {
    sealIfDue(model, sub)
    return sub.sealed !== null
  }
  if (!sub.codes) {
    if (hasEarlierUnjudged(model, sub)) {
      sub.claim.due = model.now
      return false
    }
    judge(model, sub)
    return true
  }
  if (unsigned) {
    Object.assign(sub.claim, { due: model.now + SECONDS.retry, until: null })
    return false
  }
  sub.end = 'answered'
  if (sub.codes.length === 0) sub.delivery = { state: 'waiting', nextAt: 0, until: 0, fence: 0, attempts: 0 }
  return false
}

function hasEarlierUnjudged({ subs }: Model, sub: Sub): boolean {
  const at = sub.sealed?.at ?? 0
  return subs.some(
    ({ key, sealed, codes, end, isParked }) =>
      key === sub.key && sealed && sealed.at < at && !codes && !end && !isParked,
  )
}

/** What an operator does with the oldest set of a key that is sealed and not answered; false when there is none. */
export function park(model: Model, key: Key): boolean {
  const sub = model.subs.find((one) => one.key === key && one.sealed && !one.end && !one.isParked)
  if (!sub) return false
  sub.isParked = true
  sub.claim.until = null
  sub.claim.fence++ // whoever was at it holds nothing any more
  return true
}

export function unpark(model: Model): void {
  for (const sub of model.subs.filter(({ isParked, end }) => isParked && !end)) free(model, sub)
}

/** Rejected officially (277) where nothing was judged yet; false when there is no such set. */
export function giveUp(model: Model, key: Key): boolean {
  const sub = model.subs.find((one) => one.key === key && one.isParked && !one.end && !one.codes)
  if (!sub) return false
  sub.codes = [277]
  free(model, sub)
  return true
}

function free(model: Model, sub: Sub): void {
  sub.isParked = false
  sub.claim.due = model.now
}
