import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import { makeSet, openSite, type Site, setKeyOf } from './gateway.ts'
import { answersTo, drop, eventsOf, LINK, makeFolders, namesIn, TOWN, type Watched } from './watched.ts'

/** kill -9 at an event of a set from a watched folder, and at the n-th of them. */
const INSTANTS: readonly (readonly [event: string, nth: number])[] = [
  ['file.received', 7],
  ['folder.answered', 2],
]
const SETS = 3

let site: Site
let sender: ExampleSender
let folder: Watched
let started = 0

beforeAll(async () => {
  site = await openSite(LINK)
  await using gateway = await site.start()
  sender = await site.enrol(gateway, TOWN)
  folder = await makeFolders(site, sender)
})

afterAll(() => site?.[Symbol.asyncDispose]())

test.each(INSTANTS)(
  'kill -9 at %s number %i takes each set of a folder in once and answers it once',
  async (event, nth) => {
    const letter = 'QRST'[started++]
    const sequences = Array.from({ length: SETS }, (_, index) => `${letter}000${index}`)
    const sets = await Promise.all(sequences.map((sequence) => makeSet(site, sender, { sequence })))
    {
      await using first = await site.start(folder.setting)
      const events = eventsOf(first)
      for (const set of sets) await drop(folder, set.files)
      await events.heard(event, nth)
      await first.kill()
    }
    await using second = await site.start(folder.setting)
    for (const { trigger } of sets) {
      expect(await answersTo(folder, trigger)).toMatchObject([{ codes: [] }])
      expect(await second.command('find', setKeyOf(trigger))).toMatchObject({
        submissions: [{ verdict: { outcome: 'accepted' } }],
      })
    }
    expect(await namesIn(folder.in)).toEqual([])
    expect((await namesIn(folder.out)).filter((name) => name.startsWith('.'))).toEqual([])
    expect(await second.command('status')).toMatchObject({ books: { imbalance: 0 } })
  },
)
