import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Failpoint, Failpoints, POINTS, type Point, parseFailpoints } from '../../src/base/failpoints.ts'

const one = (point: Point, act: Failpoint['act'], more: Partial<Failpoint> = {}): Failpoint => ({
  ...{ point, act, milliseconds: 0, nth: null },
  ...more,
})

test('rule 30.1: points and acts are read as they are written', () => {
  expect(parseFailpoints('P6=kill; P13=error@2;P17=delay:200;P7=drop@1')).toEqual({
    ok: true,
    value: [
      one('P6', 'kill'),
      one('P13', 'error', { nth: 2 }),
      one('P17', 'delay', { milliseconds: 200 }),
      one('P7', 'drop', { nth: 1 }),
    ],
  })
})

test.each([
  'P23=kill',
  'P6',
  'P6=',
  'P6=KILL',
  'P6=delay',
  'P6=delay:x',
  'P6=kill@0',
  'P6=drop',
  'constructor=kill',
  'P6=kill;',
  '=kill',
])('rule 30.1: %s is none', (text) => {
  expect(parseFailpoints(text)).toEqual({ ok: false, problem: text.split(';').at(-1) })
})

const failpoint = fc.record({
  point: fc.constantFrom(...(Object.keys(POINTS) as Point[])),
  act: fc.constantFrom('kill' as const, 'error' as const, 'delay' as const),
  milliseconds: fc.nat(999_999),
  nth: fc.option(fc.integer({ min: 1, max: 999_999 })),
})

test('rule 30.1: what was asked for is told as it may be written again', () => {
  fc.assert(
    fc.property(fc.array(failpoint, { minLength: 1 }), (drawn) => {
      const asked = drawn.map((each) => ({ ...each, milliseconds: each.act === 'delay' ? each.milliseconds : 0 }))
      expect(parseFailpoints(new Failpoints(asked).written)).toEqual({ ok: true, value: asked })
    }),
  )
})

test('rule 30.1: an act is done at its passing, counted from when they are armed', async () => {
  let kills = 0
  const failpoints = new Failpoints([one('P1', 'kill', { nth: 2 })], () => kills++)
  await failpoints.pass('P1')
  failpoints.arm()
  const after: number[] = []
  for (let passing = 1; passing <= 3; passing++) {
    await failpoints.pass('P1')
    await failpoints.pass('P2')
    after.push(kills)
  }
  expect(after).toEqual([0, 1, 1])
})

test('rule 30.1: without a number it is done at each passing, and an error is one of a disk and to be tried again', async () => {
  const failpoints = new Failpoints([one('P13', 'error')])
  failpoints.arm()
  for (let passing = 1; passing <= 2; passing++)
    await expect(failpoints.pass('P13')).rejects.toMatchObject({ name: 'Unavailable', code: 'EIO' })
})

test('rule 30.1: replies are counted by themselves', async () => {
  const failpoints = new Failpoints([one('P7', 'drop', { nth: 2 })])
  expect(failpoints.loses('P7')).toBe(false)
  failpoints.arm()
  await failpoints.pass('P7')
  expect([1, 2, 3].map(() => failpoints.loses('P7'))).toEqual([false, true, false])
})
