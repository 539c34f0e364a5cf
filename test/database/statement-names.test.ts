import { expect, test } from 'vitest'
import { statementNames } from '../../src/database/statement-names.ts'

test('the same text has the same name, another text another, and all fit an identifier', () => {
  const nameOf = statementNames()
  const [one, other] = [nameOf('select $1'), nameOf('select $1, $2')]
  expect([nameOf('select $1') === one, one === other, (one ?? '').length <= 63]).toEqual([true, false, true])
})

test('only so many texts get a name, and those keep it', () => {
  const nameOf = statementNames()
  const first = nameOf('select 0')
  const names = Array.from({ length: 600 }, (_, index) => nameOf(`select ${index}`))
  expect([names.filter((name) => name !== undefined).length, nameOf('select 0')]).toEqual([500, first])
})
