import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lane } from '../../src/endpoints/sftp/lane.ts'

test('writes in order go side by side', async () => {
  const lane = new Lane()
  const started: number[] = []
  const gates = [0, 10, 20].map((offset) => gatedWrite(lane, offset, 10, started))
  expect(started).toEqual([0, 10, 20])
  await finish(gates)
})

test('a write that overlaps what is under way waits for it', async () => {
  const lane = new Lane()
  const started: number[] = []
  const first = gatedWrite(lane, 0, 10, started)
  const second = gatedWrite(lane, 5, 10, started)
  expect(started).toEqual([0])
  await finish([first])
  expect(started).toEqual([0, 5])
  await finish([second])
})

test('what must be alone waits for the writes before it, and the writes after it wait for it', async () => {
  const lane = new Lane()
  const order: string[] = []
  const write = lane.write(0, 1, async () => void order.push('write'))
  const close = lane.alone(async () => void order.push('alone'))
  const late = lane.write(1, 1, async () => void order.push('late'))
  await Promise.all([write, close, late])
  expect(order).toEqual(['write', 'alone', 'late'])
})

test('nothing that must be alone is done at the same time', async () => {
  const lane = new Lane()
  let inside = 0
  const most: number[] = []
  const work = async (): Promise<void> => {
    inside += 1
    await Promise.resolve()
    most.push(inside)
    inside -= 1
  }
  await Promise.all([lane.alone(work), lane.alone(work), lane.alone(work)])
  expect(most).toEqual([1, 1, 1])
})

test('a failure is the failure of its own request and of no other', async () => {
  const lane = new Lane()
  const failing = lane.write(0, 1, () => Promise.reject(new Error('disk')))
  const next = lane.alone(async () => 'done')
  await expect(failing).rejects.toThrow('disk')
  expect(await next).toBe('done')
})

test('whatever the overlaps, the bytes are as if written one by one (case S14)', async () => {
  const write = fc.record({ offset: fc.nat(30), length: fc.integer({ min: 1, max: 20 }), turns: fc.nat(6) })
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 30 }), async (writes) => {
      const [actual, expected] = [Buffer.alloc(64), Buffer.alloc(64)]
      const lane = new Lane()
      const all = writes.map(({ offset, length, turns }, index) =>
        lane.write(offset, length, async () => {
          for (let turn = 0; turn < turns; turn++) await Promise.resolve()
          actual.fill(index + 1, offset, offset + length)
        }),
      )
      for (const [index, { offset, length }] of writes.entries()) expected.fill(index + 1, offset, offset + length)
      await Promise.all(all)
      expect(actual).toEqual(expected)
    }),
  )
})

type Gated = { readonly open: () => void; readonly done: Promise<void> }

function gatedWrite(lane: Lane, offset: number, length: number, started: number[]): Gated {
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const done = lane.write(offset, length, () => {
    started.push(offset)
    return gate
  })
  return { open, done }
}

async function finish(gated: readonly Gated[]): Promise<void> {
  for (const { open } of gated) open()
  await Promise.all(gated.map(({ done }) => done))
  await Promise.resolve()
}
