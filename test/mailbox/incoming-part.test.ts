import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { ok } from '../../src/base/result.ts'
import { IncomingPart } from '../../src/mailbox/transfers/incoming-part.ts'
import type { Draft } from '../../src/spool/spool.ts'

type Writing = { readonly offset: number; end(error?: Error): void }

/** A part on a disk that writes when it is told to. */
function slowPart(): { part: IncomingPart; writings: Writing[] } {
  const writings: Writing[] = []
  const draft = {
    write: (_: Uint8Array, offset: number) =>
      new Promise<void>((resolve, reject) => {
        writings.push({ offset, end: (error) => (error ? reject(error) : resolve()) })
      }),
    hash: async () => 'hash',
    discard: async () => {},
  } as unknown as Draft
  const reservation = { grow: () => null, end: () => {} }
  const ground = { bytesMax: () => 100, diskIsFull: () => false, touch: () => {} }
  return {
    part: new IncomingPart({ kind: 'declaration', name: 'FI.x', fileId: '1' }, draft, reservation, ground),
    writings,
  }
}

test('one piece is on its way to the disk while the next one comes, and no more', async () => {
  const { part, writings } = slowPart()
  expect(await part.write(Buffer.from('ab'))).toEqual(ok(undefined))
  let hasPlace = false
  const second = part.write(Buffer.from('cd')).then(() => {
    hasPlace = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect([hasPlace, writings.map(({ offset }) => offset)]).toEqual([false, [0]])
  writings[0]?.end()
  await second
  expect(writings.map(({ offset }) => offset)).toEqual([0, 2])
})

test('the hash waits for what is on its way', async () => {
  const { part, writings } = slowPart()
  await part.write(Buffer.from('ab'))
  let isTold = false
  const hash = part.hash().then(() => {
    isTold = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isTold).toBe(false)
  writings[0]?.end()
  await hash
  expect(isTold).toBe(true)
})

test.each([
  ['the next piece', (part: IncomingPart) => part.write(Buffer.from('cd'))],
  ['the hash', (part: IncomingPart) => part.hash()],
])('what a disk could not write is told to %s', async (_, next) => {
  const { part, writings } = slowPart()
  await part.write(Buffer.from('ab'))
  const told = next(part)
  writings[0]?.end(new Unavailable('The disk failed.'))
  await expect(told).rejects.toThrow('The disk failed.')
})
