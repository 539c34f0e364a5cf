import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Look } from '../../../src/endpoints/folder/look.ts'
import { planSet, type SetFile, whyLeftAlone } from '../../../src/endpoints/folder/plan-set.ts'

const LOOK: Look = {
  kind: 'file',
  device: 1n,
  inode: 2n,
  bytes: 3n,
  modifiedNs: 4n,
  changedNs: 5n,
  links: 1n,
  owner: 1000n,
}
const SAME = { allowed: 'same', folder: 1000n, gateway: 0n } as const

// biome-ignore format: a table
test.each([
  ['an ordinary file of the folder’s owner',  {},                      SAME,                              null],
  ['one of the gateway’s own user',           { owner: 0n },           SAME,                              null],
  ['one of somebody else',                    { owner: 7n },           SAME,                              'foreignOwner'],
  ['one of somebody else, where all may',     { owner: 7n },           { ...SAME, allowed: 'any' } as const, null],
  ['where there are no users',                { owner: 7n },           { ...SAME, gateway: null },        null],
  ['one with a second name',                  { links: 2n },           { ...SAME, allowed: 'any' } as const, 'hardLink'],
  ['a link',                                  { kind: 'link' } as const,   SAME,                          'link'],
  ['a pipe',                                  { kind: 'other' } as const,  SAME,                          'other'],
])('%s', (_, look, owners, why) => {
  expect(whyLeftAlone({ ...LOOK, ...look }, owners)).toBe(why)
})

const FI = file('FI.1', 'FI', 10n)
const FS = file('FS.1', 'FS', 11n)
const GO = file('GO', 'GO', 12n)

// biome-ignore format: a table
test.each<[string, readonly SetFile[], boolean, readonly SetFile[], boolean]>([
  ['GO last',                                       [GO, FS, FI],                       false, [FI, FS, GO],         false],
  ['nothing without a GO',                          [FS, FI],                           false, [],                   false],
  ['what comes after the GO in the mailbox',        [FS, FI],                           true,  [FI, FS],             false],
  ['a lone GO',                                     [GO],                               false, [GO],                 false],
  ['a GO waits for a file that is odd',             [GO, FI, odd(FS)],                  false, [FI],                 true],
  ['nothing for a GO that is odd',                  [odd(GO), FI],                      false, [],                   false],
  ['a lone TD',                                     [file('TD', 'TD', 1n)],             false, [file('TD', 'TD', 1n)], false],
  ['a TD after what it cancels',                    [FI, file('TD', 'TD', 13n), FS, GO], false, [FI, FS, GO, file('TD', 'TD', 13n)], false],
  ['a TD of an earlier set before the later set',   [FI, file('TD', 'TD', 9n), FS, GO], false, [file('TD', 'TD', 9n), FI, FS, GO], false],
  ['a TD takes what waits and is older, not newer', [FI, file('TD', 'TD', 10n), FS],    false, [FI, file('TD', 'TD', 10n)], false],
])('taken in: %s', (_, files, goInMailbox, steps, goWaits) => {
  expect(planSet(files, goInMailbox)).toEqual({ steps, goWaits })
})

test('no plan has an odd file, a file twice, or a GO before a member', () => {
  const one = fc.record({
    name: fc.string({ minLength: 1, maxLength: 3 }),
    mark: fc.constantFrom('FI', 'FS', 'GO', 'TD'),
    changed: fc.bigInt({ min: 0n, max: 5n }),
    isOdd: fc.boolean(),
  })
  const listing = fc.uniqueArray(one, { selector: ({ name }) => name, maxLength: 8 })
  fc.assert(
    fc.property(listing, fc.boolean(), (found, goInMailbox) => {
      const files = found.map(({ name, mark, changed, isOdd }) => {
        const made = file(name, mark as SetFile['mark'], changed)
        return isOdd ? odd(made) : made
      })
      const { steps } = planSet(files, goInMailbox)
      expect(steps.every(({ why }) => why === null)).toBe(true)
      expect(new Set(steps).size).toBe(steps.length)
      const firstGo = steps.findIndex(({ mark }) => mark === 'GO')
      const isMember = ({ mark }: SetFile) => mark === 'FI' || mark === 'FS'
      if (firstGo >= 0) expect(steps.slice(firstGo).some(isMember)).toBe(false)
      const due = goInMailbox || files.some(({ mark, why }) => why === null && (mark === 'GO' || mark === 'TD'))
      if (!due) expect(steps).toEqual([])
    }),
  )
})

function file(name: string, mark: SetFile['mark'], changedNs: bigint): SetFile {
  return { name, mark, look: { ...LOOK, changedNs }, why: null }
}

function odd(one: SetFile): SetFile {
  return { ...one, why: 'link' }
}
