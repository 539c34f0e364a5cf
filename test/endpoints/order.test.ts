import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Order } from '../../src/endpoints/sftp/order.ts'

test('requests about one name keep their order, others overtake', async () => {
  const order = new Order()
  const seen: string[] = []
  const gate = milestone()
  const close = order.about(['a'], () => gate.promise.then(() => void seen.push('close a')))
  const stat = order.about(['a'], async () => void seen.push('stat a'))
  await order.about(['b'], async () => void seen.push('stat b'))
  gate.open()
  await Promise.all([close, stat])
  expect(seen).toEqual(['stat b', 'close a', 'stat a'])
})

test('a listing waits for everything before it, and what comes later waits for the listing', async () => {
  const order = new Order()
  const seen: string[] = []
  const gate = milestone()
  const all = [
    order.about(['a'], () => gate.promise.then(() => void seen.push('close a'))),
    order.alone(async () => void seen.push('list')),
    order.about(['b'], async () => void seen.push('open b')),
  ]
  gate.open()
  await Promise.all(all)
  expect(seen).toEqual(['close a', 'list', 'open b'])
})

test('for every name the requests are done in the order in which they came', async () => {
  const request = fc.record({
    names: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }),
    alone: fc.boolean(),
    turns: fc.nat(5),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 20 }), async (requests) => {
      const order = new Order()
      const done: Record<string, number[]> = { a: [], b: [], c: [] }
      const all = requests.map(({ names, alone, turns }, index) => {
        const work = async (): Promise<void> => {
          for (let turn = 0; turn < turns; turn++) await Promise.resolve()
          for (const name of alone ? ['a', 'b', 'c'] : names) done[name]?.push(index)
        }
        return alone ? order.alone(work) : order.about(names, work)
      })
      await Promise.all(all)
      for (const indexes of Object.values(done)) expect(indexes).toEqual(indexes.toSorted((one, other) => one - other))
    }),
  )
})

test('a failure does not hold up what comes after it', async () => {
  const order = new Order()
  const failing = order.about(['a'], () => Promise.reject(new Error('store')))
  const next = order.about(['a'], async () => 'done')
  await expect(failing).rejects.toThrow('store')
  expect(await next).toBe('done')
})

function milestone(): { promise: Promise<void>; open: () => void } {
  let open = (): void => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open }
}
