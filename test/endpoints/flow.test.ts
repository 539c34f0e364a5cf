import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Flow, FlowTotal } from '../../src/endpoints/sessions/flow.ts'
import { DEFAULT_SFTP_LIMITS, limitsInForce } from '../../src/endpoints/sftp/options.ts'

const LIMITS = { inFlightBytes: 100, requests: 4 }

test('a session closes at its limit of bytes and opens again at half of it', () => {
  let opened = 0
  const flow = new Flow(new FlowTotal({ inFlightBytesTotal: 1000 }), LIMITS, () => opened++)
  flow.take(60)
  expect(flow.mayTake()).toBe(true)
  flow.take(60)
  expect(flow.mayTake()).toBe(false)
  flow.release(60)
  expect([opened, flow.mayTake()]).toEqual([0, false])
  flow.release(60)
  expect([opened, flow.mayTake()]).toEqual([1, true])
})

test('a session closes at its limit of requests', () => {
  const flow = new Flow(new FlowTotal({ inFlightBytesTotal: 1000 }), LIMITS, () => {})
  for (let request = 0; request < 4; request++) flow.take(0)
  expect(flow.mayTake()).toBe(false)
})

test('when all sessions together are at the limit, each may still have one request, and they go on when there is room', () => {
  const total = new FlowTotal({ inFlightBytesTotal: 100 })
  let opened = 0
  const [busy, other] = [new Flow(total, LIMITS, () => {}), new Flow(total, LIMITS, () => opened++)]
  busy.take(99)
  expect(other.mayTake()).toBe(true)
  other.take(50)
  expect(other.mayTake()).toBe(false)
  busy.release(99)
  expect([opened, other.mayTake()]).toEqual([1, true])
})

test('nobody waits for ever, and what was taken is given back', () => {
  const step = fc.record({ session: fc.nat(2), bytes: fc.nat(80), releases: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const total = new FlowTotal({ inFlightBytesTotal: 150 })
      const flows = [0, 1, 2].map(() => new Flow(total, LIMITS, () => {}))
      const taken: number[][] = [[], [], []]
      for (const { session, bytes, releases } of steps) {
        const [flow, held] = [flows[session]!, taken[session]!]
        if (releases && held.length > 0) flow.release(held.pop() ?? 0)
        else if (flow.mayTake()) {
          flow.take(bytes)
          held.push(bytes)
        }
      }
      for (const [session, held] of taken.entries()) for (const bytes of held) flows[session]!.release(bytes)
      expect(total.bytes).toBe(0)
      expect(flows.map((flow) => flow.mayTake())).toEqual([true, true, true])
    }),
  )
})

test('a limit that is changed while the engine runs is in force at once, and what is not given has a default', () => {
  const given = { handles: 5 }
  const limits = limitsInForce(given)
  given.handles = 6
  expect([limits.handles, limits.requests]).toEqual([6, DEFAULT_SFTP_LIMITS.requests])
})
