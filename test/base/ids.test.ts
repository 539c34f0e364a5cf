import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeOfUuidV7, uuidV5, uuidV7 } from '../../src/base/ids.ts'

const LATEST = 2 ** 48 - 1

test('an id of version 7 tells when it was made, for as long as there is room for the time', () => {
  const whenever = fc.integer({ min: 0, max: LATEST })
  fc.assert(fc.property(whenever, (now) => void expect(timeOfUuidV7(uuidV7(now))?.getTime()).toBe(now)))
})

test('ids of other versions and other texts tell no time', () => {
  const id = uuidV7(0)
  for (const text of [uuidV5(id, 'name'), id.toUpperCase().replace('0', 'A'), `${id} `, '', 'x'])
    expect(timeOfUuidV7(text)).toBeNull()
  fc.assert(fc.property(fc.string(), (text) => void expect(timeOfUuidV7(text)).toBeNull()))
})
