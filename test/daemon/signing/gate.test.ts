import { expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { Gate } from '../../../src/daemon/signing/gate.ts'

const START = Date.parse('2026-11-23T12:00:00Z')

/** A gate with a clock, in front of somebody who answers or not. */
function site() {
  const told: (string | null)[] = []
  const state = { now: START, isAway: false, asked: 0 }
  const gate = new Gate(
    () => new Date(state.now),
    (away) => told.push(away?.message ?? null),
  )
  const ask = async (): Promise<string> => {
    state.asked++
    if (state.isAway) throw new Unavailable(`away ${state.asked}`)
    return 'here'
  }
  const pass = () => gate.pass(ask).catch((error: Error) => error.message)
  return { state, told, gate, pass }
}

test('rule 29.9: after a failure nobody asks for a second, then one tries after pauses that double up to half a minute', async () => {
  const { state, told, gate, pass } = site()
  state.isAway = true
  const tries: number[] = []
  for (let tenth = 0; tenth < 1300; tenth++) {
    const before = state.asked
    await pass()
    if (state.asked > before) tries.push((state.now - START) / 1000)
    state.now += 100
  }
  expect(tries).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121])
  expect(told).toEqual(['away 1'])
  state.isAway = false
  state.now += 30_000
  expect([await pass(), gate.away, told]).toEqual(['here', null, ['away 1', null]])
  state.isAway = true
  await pass()
  state.now += 1000
  state.isAway = false
  expect(await pass()).toBe('here')
})

test('rule 29.9: while one tries, the others do not wait for it', async () => {
  const { state, gate, pass } = site()
  state.isAway = true
  await pass()
  state.now += 1000
  let answer: (value: string) => void = () => {}
  const probe = gate.pass(() => new Promise<string>((resolve) => (answer = resolve)))
  expect([await pass(), await pass(), state.asked]).toEqual(['away 1', 'away 1', 1])
  state.isAway = false
  answer('back')
  expect([await probe, await pass(), state.asked]).toEqual(['back', 'here', 2])
})

test('many that fail at once count as one failure', async () => {
  const { state, told, pass } = site()
  state.isAway = true
  await Promise.all(Array.from({ length: 8 }, pass))
  state.now += 1000
  await pass()
  expect([state.asked, told]).toEqual([9, ['away 1']])
})

test('what is a bug is no absence', async () => {
  const { gate, pass } = site()
  await expect(gate.pass(() => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError)
  expect([gate.away, await pass()]).toEqual([null, 'here'])
})
