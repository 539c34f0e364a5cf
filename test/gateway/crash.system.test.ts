import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { pushSet } from '../../src/cli/send-sets.ts'
import { connect, makeSet, openSite, type Site, setKeyOf } from './gateway.ts'

/** kill -9 at an event of the flow, and at the n-th of them: no acknowledged file is lost, none is answered twice (cases K1 to K9; every instant: `failpoints.proof.test.ts`). */
const INSTANTS: readonly (readonly [event: string, nth: number])[] = [
  ['file.received', 9],
  ['submission.judged', 1],
  ['submission.acknowledged', 3],
]
const SETS = 6

let site: Site
let sender: ExampleSender
let started = 0

beforeAll(async () => {
  site = await openSite()
  await using gateway = await site.start()
  sender = await site.enrol(gateway)
})

afterAll(() => site?.[Symbol.asyncDispose]())

test.each(INSTANTS)('kill -9 at %s number %i loses nothing and answers once', async (event, nth) => {
  const sets = await Promise.all(
    Array.from({ length: SETS }, (_, index) => makeSet(site, sender, { sequence: `${'KLMNOP'[started]}000${index}` })),
  )
  started++
  const first = await site.start()
  const killed = killAt(first, event, nth)
  const taken = await Promise.all(sets.map((set) => push(first, set)))
  await killed

  await using second = await site.start()
  // as a client does that got no reply: the same set again
  await Promise.all(sets.filter((_, index) => !taken[index]).map((set) => push(second, set)))
  const all = await Promise.all(sets.map(({ trigger }) => settled(second, setKeyOf(trigger))))
  for (const submissions of all) {
    const outcomes = submissions.map(({ verdict }) => verdict?.outcome ?? 'cancelled')
    // a set whose reply got lost may have been accepted before it was sent again: that is answered with 133
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toEqual(['accepted'])
    expect(new Set(submissions.map(({ acknowledgement }) => acknowledgement?.name)).size).toBe(submissions.length)
  }
  expect(await second.command('status')).toMatchObject({ books: { imbalance: 0 } })
  expect(await unpairedAnswers(second)).toEqual([])
  const tickets = all
    .flat()
    .filter(({ verdict }) => verdict?.outcome === 'accepted')
    .map(({ ticket }) => ticket)
  const handed = await readdir(join(site.folder, 'spool', 'services', 'DMFA', 'R'))
  expect(tickets.every((ticket) => handed.filter((name) => name === ticket).length === 1)).toBe(true)
})

type Submission = {
  state: string
  ticket: string
  verdict: { outcome: string } | null
  acknowledgement: { name: string } | null
}

async function killAt(gateway: GatewayProcess, event: string, nth: number): Promise<void> {
  let seen = 0
  await new Promise<void>((resolve) => {
    gateway.onEvent((heard) => {
      if (heard === event && ++seen === nth) resolve()
    })
  })
  await gateway.kill()
}

/** True when the reply to the GO came. */
async function push(gateway: GatewayProcess, set: Parameters<typeof pushSet>[1]): Promise<boolean> {
  try {
    await using client = await connect(gateway, sender)
    await pushSet(client, set, () => {})
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'Unavailable') return false
    throw error
  }
}

/** All submissions of a key, once each has come to its end. */
async function settled(gateway: GatewayProcess, key: string): Promise<Submission[]> {
  for (;;) {
    const { submissions } = (await gateway.command('find', key)) as { submissions: Submission[] }
    if (
      submissions.length > 0 &&
      submissions.every(({ state }) => ['delivered', 'closed', 'cancelled'].includes(state))
    ) {
      return submissions
    }
  }
}

/** Answers of which one of FO, FS, GO is not there (case K9). */
async function unpairedAnswers(gateway: GatewayProcess): Promise<string[]> {
  await using client = await connect(gateway, sender)
  const listed = await client.list('/OUT')
  if (!listed.ok) throw new Error(listed.problem.message)
  const names = new Set(listed.value.map(({ name }) => name))
  return [...names].filter((name) => !['FO', 'FS', 'GO'].every((mark) => names.has(name.replace(/^../, mark))))
}
