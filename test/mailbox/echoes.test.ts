import { expect, test } from 'vitest'
import { Echoes } from '../../src/mailbox/echoes.ts'

const AT = new Date('2026-11-23T12:00:00Z')

test('an echo is heard for its seconds, by its sender in its folder, until it is removed', () => {
  const clock = { ms: 0 }
  const echoes = new Echoes(() => clock.ms)
  for (const name of ['GO.B', 'GO.A']) echoes.add('1', 'R', { name, bytes: 2, modifiedAt: AT }, 10)
  echoes.remove('1', 'R', 'GO.C')
  expect([names(echoes, '1', 'R'), names(echoes, '1', 'T'), names(echoes, '2', 'R')]).toEqual([
    ['GO.A', 'GO.B'],
    [],
    [],
  ])
  echoes.remove('1', 'R', 'GO.B')
  expect([echoes.find('1', 'R', 'GO.A'), echoes.find('1', 'R', 'GO.B')]).toEqual([
    { name: 'GO.A', bytes: 2, modifiedAt: AT },
    null,
  ])
  clock.ms = 10_000
  expect([echoes.find('1', 'R', 'GO.A'), names(echoes, '1', 'R')]).toEqual([null, []])
})

test('a flood of triggers does not fill the memory, and old ones make room', () => {
  const clock = { ms: 0 }
  const echoes = new Echoes(() => clock.ms)
  const add = (name: string) => echoes.add('1', 'R', { name, bytes: 0, modifiedAt: AT }, 10)
  for (let index = 0; index < 10_001; index++) add(String(index))
  expect(names(echoes, '1', 'R')).toHaveLength(10_000)
  clock.ms = 10_000
  add('new')
  expect(names(echoes, '1', 'R')).toEqual(['new'])
})

function names(echoes: Echoes, sender: string, environment: 'R' | 'T'): string[] {
  return echoes.list(sender, environment).map(({ name }) => name)
}
