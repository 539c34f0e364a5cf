import { expect, test } from 'vitest'
import { derivedView } from '../../src/daemon/live-view.ts'

test('what is derived is made once for each configuration, and anew after a reload (case G8)', () => {
  let current = { handles: 100 }
  let made = 0
  const view = derivedView(
    () => current,
    ({ handles }) => {
      made++
      return { handlesAndOne: handles + 1 }
    },
  )
  expect([view.handlesAndOne, view.handlesAndOne, made]).toEqual([101, 101, 1])
  current = { handles: 7 }
  expect([view.handlesAndOne, { ...view }, made]).toEqual([8, { handlesAndOne: 8 }, 2])
})
