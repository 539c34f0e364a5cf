import { expect, test } from 'vitest'
import { failpointsIn } from '../../src/config/failpoints.ts'

const asked = (text: string) => ({ SLUICE_FAILPOINTS: text })

test('rule 30.2: without the variable there is nothing', () => {
  expect([failpointsIn('trial', {}), failpointsIn('trial', asked(' ')), failpointsIn('production', asked(''))]).toEqual(
    [undefined, undefined, undefined],
  )
})

test('rule 30.2: on trial they are taken', () => {
  expect(failpointsIn('trial', asked('P6=kill@2'))?.written).toBe('P6=kill@2')
})

test('rule 30.2: production does not start with them', () => {
  expect(() => failpointsIn('production', asked('P6=kill'))).toThrow(
    expect.objectContaining({
      name: 'Misconfigured',
      message: 'it makes the gateway fail, and this is production.',
      remedy: 'Run: unset SLUICE_FAILPOINTS',
    }),
  )
})

test('rule 30.2: what is no failpoint is told with its remedy', () => {
  expect(() => failpointsIn('trial', asked('P6=kill;P99=kill'))).toThrow(
    expect.objectContaining({
      name: 'Misconfigured',
      message: '"P99=kill" is no failpoint.',
      remedy: expect.stringContaining('points are P0 P1 P2'),
    }),
  )
})
