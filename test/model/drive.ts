/** Runs commands against the real core and the model, and compares what can be seen after each. */
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { AWAY, change, failing, type Reply } from './client.ts'
import { type Change, type Command, KEYS, type Key, marksOf } from './commands.ts'
import { type Core, openCore } from './core.ts'
import { look } from './look.ts'
import { ATTEMPTS, type Delivery, emptyModel, type Model, newFile, place, SECONDS, type Sub } from './model.ts'
import { type Picture, picture } from './picture.ts'
import { claimable, giveUp, park, unpark, wake, work } from './workers.ts'

/** One history, to its end: nothing is wrongly accepted and nothing lost. */
export async function drive(commands: readonly Command[]): Promise<void> {
  await using core = await openCore()
  let model = emptyModel()
  for (const command of [...commands, ...DRAIN]) {
    model = await both(model, command, core)
    const { picture: real } = await look(core.rig)
    expect({ after: command, ...real }).toEqual({ after: command, ...picture(model) })
  }
  expectEnded(picture(model), core)
}

/** Everything that sleeps wakes, everything that waits has waited long enough, everything that is due is done. */
const ROUND: readonly Command[] = [
  { do: 'finish' },
  { do: 'wake' },
  { do: 'unpark' },
  { do: 'requeue' },
  { do: 'pass', seconds: 90_000 },
  { do: 'work', node: 'one', fault: null },
  { do: 'work', node: 'two', fault: null },
]
const DELIVER: readonly Command[] = Array.from({ length: 8 }, () => ({ do: 'deliver', how: 'delivered' }))
const AGAIN: readonly Command[] = [{ do: 'pass', seconds: 4000 }, ...DELIVER, { do: 'requeue' }, ...DELIVER]
const DRAIN: readonly Command[] = [...ROUND, ...ROUND, ...ROUND, ...AGAIN]

function expectEnded({ sets, books }: Picture, core: Core): void {
  expect(sets.filter(({ end }) => end === 'open' || end === 'sealed' || end === 'judged')).toEqual([])
  for (const key of KEYS) {
    const accepted = sets.filter((set) => set.key === key && set.codes?.length === 0)
    expect(accepted.length).toBeLessThan(2)
    expect(accepted.every(({ delivery }) => delivery === 'delivered' || delivery === 'refused')).toBe(true)
  }
  const delivered = sets.filter(({ delivery }) => delivery === 'delivered')
  expect(core.delivering.effects.size).toBeGreaterThanOrEqual(delivered.length)
  expect(core.delivering.effects.size).toBeLessThanOrEqual(sets.filter(({ delivery }) => delivery).length)
  expect(books.open ?? books.pending ?? 0).toBe(0)
}

async function both(model: Model, command: Command, core: Core): Promise<Model> {
  model.now += 0.001
  switch (command.do) {
    case 'upload':
    case 'remove':
    case 'rename': {
      const reply = await core.change(command)
      const expected = reply === AWAY && command.commit ? failing(model, command) : change(model, command)
      expect({ command, reply }).toEqual({ command, reply: expected })
      return model
    }
    case 'send': {
      const { node, key } = command
      let sent = model
      for (const mark of marksOf(key)) sent = await both(sent, { do: 'upload', node, key, mark, content: 'good' }, core)
      return sent
    }
    case 'begin': {
      if (model.uploads.length >= 3) return model
      const { node, key, mark } = command
      await core.begin(node, command)
      model.uploads.push({ node, key, mark, lastByteAt: model.now })
      return model
    }
    case 'finish':
    case 'abandon': {
      const upload = model.uploads.shift()
      const reply = await core.end(command.do === 'finish')
      expect(reply).toBe(upload ? 'ok' : null)
      if (upload && command.do === 'finish') place(model, upload.node, upload as never, newFile(model, 'good'), false)
      return model
    }
    case 'pass':
      await core.pass(command.seconds)
      model.now += command.seconds
      return model
    case 'work': {
      const worked = await core.work(command.node, command.fault)
      const subs = await subsOf(model, core)
      const named = (ids: readonly string[]) => ids.map((id) => subs.get(id)).filter((sub) => sub !== undefined)
      expect(worked.claimed.length).toBe(claimable(model).length)
      expect(named(worked.claimed).every((sub) => claimable(model).includes(sub))).toBe(true)
      work(model, { ...command, claimed: named(worked.claimed), others: named(worked.others) })
      return model
    }
    case 'bothWork':
      await core.bothWork()
      return workedOut(model)
    case 'wake':
    case 'wakeFirst': {
      const count = command.do === 'wake' ? Number.POSITIVE_INFINITY : 1
      await core.wake(count)
      wake(model, count)
      await core.delivering.wake(count)
      for (const { sub, fence } of model.asleep.splice(0, count)) delivered(model, sub, fence)
      return model
    }
    case 'jump':
      core.jump(command.node, command.seconds)
      return model
    case 'park':
      expect(await core.park(command.key)).toBe(park(model, command.key))
      return model
    case 'giveUp':
      expect(await core.giveUp(command.key)).toBe(giveUp(model, command.key))
      return model
    case 'stop':
      expect(await core.stop(command.key)).toBe(stop(model, command.key))
      return model
    case 'requeue':
      await core.requeue()
      requeue(model)
      return model
    case 'unpark':
      await core.unpark()
      unpark(model)
      return model
    case 'wipe':
      core.delivering.wipe()
      return model
    case 'deliver': {
      const { handed, exhausted } = await core.delivering.deliver(command.how)
      if (handed) handOver(model, await subOf(model, core, handed.submissionId), command.how)
      for (const submissionId of exhausted) exhaust(model, await subOf(model, core, submissionId))
      return model
    }
    case 'race':
      return race(model, command, core)
  }
}

/** Two commits in the same instant: what comes of it is what comes of one order or the other. */
async function race(model: Model, { one, other }: Extract<Command, { do: 'race' }>, core: Core): Promise<Model> {
  const replies = await Promise.all([core.change(one), core.change(other)])
  const { picture: real } = await look(core.rig)
  const orders = [false, true].flatMap((isOverlapping) => [
    ordered(model, [one, other], isOverlapping),
    turned(ordered(model, [other, one], isOverlapping)),
  ])
  const seen = { replies, real }
  const fitting = orders.find(({ replies, model }) => isDeepStrictEqual({ replies, real: picture(model) }, seen))
  if (fitting) return fitting.model
  expect(seen).toEqual({ replies: orders[0]?.replies, real: orders[0] && picture(orders[0].model) })
  return model
}

type Ordered = { readonly model: Model; readonly replies: readonly Reply[] }

/** `isOverlapping`: of two uploads, the second was on its way already when the first one ended. */
function ordered(model: Model, [first, second]: readonly [Change, Change], isOverlapping: boolean): Ordered {
  const copy = structuredClone(model)
  copy.now += 0.001
  if (isOverlapping && second.do === 'upload') copy.uploads.push({ ...second, lastByteAt: copy.now })
  const replies = [change(copy, first)]
  if (isOverlapping && second.do === 'upload') copy.uploads.pop()
  copy.now += 0.001
  return { model: copy, replies: [...replies, change(copy, second)] }
}

function turned({ model, replies }: Ordered): Ordered {
  return { model, replies: replies.toReversed() }
}

function workedOut(model: Model): Model {
  const bySeal = (one: Sub, other: Sub) => (one.sealed?.at ?? model.now) - (other.sealed?.at ?? model.now)
  for (let round = 0; round < 2; round++)
    work(model, { claimed: claimable(model).sort(bySeal), fault: null, node: 'one', others: [] })
  return model
}

/** Which of the core's submissions is which of the model's: both are in the order of their keys, and of their opening. */
async function subsOf(model: Model, core: Core): Promise<ReadonlyMap<string, Sub>> {
  const { ids } = await look(core.rig)
  const inOrder = KEYS.flatMap((key) => model.subs.filter((sub) => sub.key === key))
  return new Map(inOrder.map((sub, index) => [ids[index] ?? '', sub]))
}

async function subOf(model: Model, core: Core, submissionId: string): Promise<Sub> {
  const sub = (await subsOf(model, core)).get(submissionId)
  if (!sub?.delivery) throw new TypeError(`what was handed over is not to be delivered: ${submissionId}`)
  return sub
}

function handOver(model: Model, sub: Sub, how: Extract<Command, { do: 'deliver' }>['how']): void {
  const { now } = model
  const { delivery } = sub
  if (!delivery) return
  take(delivery, now)
  const tried = (state: 'retrying' | 'inDoubt') =>
    delivery.attempts < ATTEMPTS ? { state, nextAt: now + SECONDS.retry } : { state: 'parked' as const }
  switch (how) {
    case 'delivered':
    case 'refused':
      return void Object.assign(delivery, { state: how })
    case 'away':
      return void Object.assign(delivery, tried('retrying'))
    case 'lost':
      return void Object.assign(delivery, tried('inDoubt'))
    case 'dies':
      model.asleep.push({ sub, fence: delivery.fence })
      return void Object.assign(delivery, { state: 'active', until: now + SECONDS.lease })
  }
}

/** Taken once more than it may be tried: who tried it last never said what became of it. */
function exhaust({ now }: Model, { delivery }: Sub): void {
  if (!delivery) return
  take(delivery, now)
  expect(delivery.attempts).toBe(ATTEMPTS + 1)
  delivery.state = 'parked'
}

function take(delivery: Delivery, now: number): void {
  const isOver = ['delivered', 'refused', 'parked'].includes(delivery.state)
  const isTaken = delivery.state === 'active' && delivery.until >= now
  expect({ isOver, isTaken, isEarly: delivery.nextAt > now }).toEqual({ isOver: false, isTaken: false, isEarly: false })
  delivery.fence++
  delivery.attempts++
}

/** A hand-over that waits stops until it is told to go on; false when there is none. */
function stop(model: Model, key: Key): boolean {
  const delivery = model.subs.find((sub) => sub.key === key && sub.delivery)?.delivery
  if (!delivery || (delivery.state !== 'waiting' && delivery.state !== 'retrying')) return false
  delivery.state = 'parked'
  return true
}

function requeue(model: Model): void {
  const isLeft = ({ state, until }: Delivery) => state === 'active' && until < model.now
  for (const { delivery } of model.subs)
    if (delivery && (isLeft(delivery) || ['parked', 'retrying', 'inDoubt'].includes(delivery.state)))
      Object.assign(delivery, { state: 'waiting', nextAt: 0, attempts: 0 })
}

/** Who was taken for dead counts only while its own lease runs. */
function delivered({ now }: Model, { delivery }: Sub, fence: number): void {
  if (delivery?.state === 'active' && delivery.fence === fence && delivery.until >= now) delivery.state = 'delivered'
}
