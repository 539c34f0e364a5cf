/** What may happen to the processes of two nodes. */
import { expect } from 'vitest'
import { type Nodes, untilSent } from './nodes.ts'
import { factsOf, statesOf, until, untilAnswered, untilHeld, untilRest } from './nodes-look.ts'
import type { NodesRound } from './nodes-rounds.ts'

/** Until it is killed. */
const FOR_EVER = 'delay:600000'
const EVERY_STATE = ['open', 'sealed', 'judged', 'waiting', 'active']
const AHEAD_SECONDS = 1200

export const PROCESSES = {
  /** kill -9 of a node that holds claims; the other one's gateway starts only then. */
  killed: async (nodes) => {
    const { a, b, client } = nodes
    await Promise.all([a.gateway.stop(), b.gateway.stop()])
    await a.gateway.start({ failpoints: `P13=${FOR_EVER}` })
    await untilSent(client, [a])
    await untilHeld(nodes, 'claim', a)
    await Promise.all([a.gateway.kill(), a.worker.kill()])
    await b.gateway.start()
    await untilRest(nodes, b)
  },

  /** kill -9 of a node that has handed over and not written it down: the other one does it again by the same key. */
  killedInHandOver: async (nodes) => {
    const { a, b, client, ground } = nodes
    await Promise.all([a.worker.stop(), b.worker.stop()])
    await a.worker.start({ failpoints: `P18=${FOR_EVER}` })
    const before = ground.service.received().length
    const news = () => ground.service.received().slice(before)
    await untilSent(client, [a, b])
    await untilAnswered(nodes)
    const held = await untilHeld(nodes, 'delivery', a)
    await until(news, (lines) => lines.length >= held.length)
    await Promise.all([a.gateway.kill(), a.worker.kill()])
    const keys = news().map(({ key }) => key)
    await b.worker.start()
    await untilRest(nodes, b)
    const again = news().slice(keys.length)
    expect(again.map(({ word, key }) => [word, key]).sort()).toEqual(keys.map((key) => ['again', key]).sort())
  },

  /** One after the other is stopped and started, with work in every state, and the client goes on at the one that is there. */
  rollingRestart: async (nodes) => {
    const { a, b, client } = nodes
    await workInEveryState(nodes)
    await Promise.all([b.gateway.start(), b.worker.start()])
    for (const [leaving, staying] of [
      [a, b],
      [b, a],
    ] as const) {
      const gone = Promise.all([leaving.gateway.stop(), leaving.worker.stop()])
      await client.send(await staying.gateway.start(), 1)
      await gone
      await Promise.all([leaving.gateway.start(), leaving.worker.start()])
    }
  },

  /** Each role starts when the one before has done its part, at another node, and those before are gone. */
  rolesApart: async (nodes) => {
    const { a, b, client, ground } = nodes
    await Promise.all([a, b].flatMap(({ gateway, worker }) => [gateway.stop(), worker.stop()]))
    const [verdicts, received] = [await factsOf(nodes, 'verdict'), ground.service.received().length]
    await a.gateway.start({ roles: 'endpoints' })
    await untilSent(client, [a])
    expect(await factsOf(nodes, 'verdict')).toEqual(verdicts)
    await a.gateway.stop()
    await b.gateway.start({ roles: 'pipeline' })
    await untilAnswered(nodes)
    expect(ground.service.received().length).toBe(received)
    await b.gateway.stop()
    await b.worker.start()
    await untilRest(nodes, a)
  },

  /** The clock of the node that is killed is ahead by twenty minutes; its leases are by that of the database. */
  clockAhead: async (nodes) => {
    const { a, b, client } = nodes
    await Promise.all([a, b].flatMap(({ gateway, worker }) => [gateway.stop(), worker.stop()]))
    await Promise.all([
      a.gateway.start({ failpoints: `P13=${FOR_EVER}`, aheadSeconds: AHEAD_SECONDS }),
      a.worker.start({ failpoints: `P18=${FOR_EVER}`, aheadSeconds: AHEAD_SECONDS }),
    ])
    await untilSent(client, [a])
    await untilHeld(nodes, 'claim', a)
    await a.gateway.kill()
    await b.gateway.start()
    await untilAnswered(nodes)
    await untilHeld(nodes, 'delivery', a)
    await a.worker.kill()
    await b.worker.start()
    await untilRest(nodes, b)
  },
} satisfies Record<string, NodesRound>

/** At one node alone: sets of which one file is there, that are sealed, and that are judged; hand-overs that wait, and that are under way. */
async function workInEveryState(nodes: Nodes): Promise<void> {
  const { a, b, client } = nodes
  await Promise.all([a, b].flatMap(({ gateway, worker }) => [gateway.stop(), worker.stop()]))
  await Promise.all([a.gateway.start(), a.worker.start({ failpoints: `P18=${FOR_EVER}` })])
  await nodes.add(8)
  await untilSent(client, [a])
  await untilAnswered(nodes)
  await a.gateway.stop()
  await a.gateway.start({ failpoints: `P10=${FOR_EVER}@1;P10=${FOR_EVER}@2;P13=${FOR_EVER}` })
  await nodes.add(4)
  await untilSent(client, [a])
  await nodes.add(2)
  await client.send(await a.gateway.start(), 1)
  await until(
    () => statesOf(nodes),
    (states) => EVERY_STATE.every((state) => state in states),
  )
}
