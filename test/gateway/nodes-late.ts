/** A node whose link is gone until its leases ran out, so that the other one takes over: what it writes when the link is back is too late. */
import { expect } from 'vitest'
import { untilSent } from './nodes.ts'
import { factsOf, openDeliveries, until, untilAnswered, untilHeld, untilTakenOver } from './nodes-look.ts'
import type { NodesRound } from './nodes-rounds.ts'

/** Until its link is gone. Who is to wait is started before there is anything to do: its failpoints act when it is ready. */
const AT_FIRST = 'delay:10000'
/** What a worker tells of an attempt that is over. */
const OUTCOMES = ['delivery.fenced', 'delivery.delivered']
/** Until it is killed. */
const FOR_EVER = 'delay:600000'

export const LATE = {
  /** Both have signed an answer; the other one, whose claim it is, has not written it. */
  lateAnswer: async (nodes) => {
    const { a, b, client } = nodes
    await Promise.all([a.gateway.stop(), b.gateway.stop()])
    const [first] = await Promise.all([
      a.gateway.start({ failpoints: `P13=${AT_FIRST}` }),
      b.gateway.start({ failpoints: `P13=${FOR_EVER}` }),
    ])
    b.wire.hold()
    await client.send(first)
    await untilHeld(nodes, 'claim', a)
    a.place.link('down')
    b.wire.heal()
    await untilTakenOver(nodes, 'claim', b)
    const before = await factsOf(nodes, 'acknowledgement')
    a.place.link('up')
    await a.gateway.stop()
    expect(await factsOf(nodes, 'acknowledgement')).toEqual(before)
    await b.gateway.kill()
  },

  /** The service has it from both, by the same key; the other one, whose hand-over it is, has not written that down. */
  lateOutcome: async (nodes) => {
    const { a, b, client, ground } = nodes
    await Promise.all([a.worker.stop(), b.worker.stop()])
    const [first] = await Promise.all([
      a.worker.start({ failpoints: `P18=${AT_FIRST}` }),
      b.worker.start({ failpoints: `P18=${FOR_EVER}` }),
    ])
    const late: string[] = []
    first.onEvent((event) => OUTCOMES.includes(event) && late.push(event))
    b.place.reach(ground.redis.place.address, false)
    const before = ground.service.received().length
    await untilSent(client, [a, b])
    await untilAnswered(nodes)
    const held = await untilHeld(nodes, 'delivery', a)
    await until(
      () => ground.service.received().length - before,
      (received) => received >= held.length,
    )
    a.place.link('down')
    b.place.reach(ground.redis.place.address, true)
    await untilHeld(nodes, 'delivery', b)
    const rows = await openDeliveries(nodes)
    a.place.link('up')
    await until(
      () => late.length,
      (outcomes) => outcomes >= held.length,
    )
    expect(await openDeliveries(nodes)).toEqual(rows)
    expect(new Set(late)).toEqual(new Set(['delivery.fenced']))
    await b.worker.kill()
  },
} satisfies Record<string, NodesRound>
