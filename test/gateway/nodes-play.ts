/** One round, and what came of it. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Nodes } from './nodes.ts'
import type { NodesRound } from './nodes-rounds.ts'

const ROUND_SECONDS_MAX = 240

/** What is wrong, or was not as the round wants it; a round without an end is thrown, for nothing can follow it. */
export async function play(nodes: Nodes, round: NodesRound, sets: number): Promise<readonly unknown[]> {
  await nodes.add(sets)
  const failures: string[] = []
  await within(round(nodes)).catch((error: unknown) => {
    if (error instanceof WithoutEnd) throw error
    failures.push(error instanceof Error ? error.message : String(error))
  })
  for (const { place, wire } of [nodes.a, nodes.b]) {
    place.link('up')
    wire.heal()
  }
  return [...failures, ...(await within(nodes.violationsAtRest()))]
}

class WithoutEnd extends Error {
  override readonly name = 'WithoutEnd'
}

async function within<Value>(work: Promise<Value>): Promise<Value> {
  const stop = new AbortController()
  const late = pause(ROUND_SECONDS_MAX * 1000, null, { signal: stop.signal }).then(() => {
    throw new WithoutEnd(`no end within ${ROUND_SECONDS_MAX} s`)
  })
  late.catch(() => {})
  return await Promise.race([work, late]).finally(() => stop.abort())
}
