import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { SetName } from '../../src/http/components/set-name.tsx'

const shown = (name: string, isSet: boolean) =>
  renderToString(SetName({ t: (key: string) => key.slice('setName.'.length), name, isSet } as never))

test('the name of a set has its parts captioned; what was not read as one stands as it came', () => {
  const parts = [...shown('DMFA.123456.20260105.00001.R', true).matchAll(/data-is="(\w+)">(\w+)</g)]
  expect(parts.map(([, caption, part]) => [caption, part])).toEqual([
    ['purpose', 'DMFA'],
    ['sender', '123456'],
    ['date', '20260105'],
    ['sequence', '00001'],
    ['environment', 'R'],
  ])
  for (const [name, isSet] of [
    ['DMFA.123456.20260105.00001.R', false],
    ['DMFA.123456', true],
    ['a..b.c.d', true],
  ] as const)
    expect(shown(name, isSet)).toBe(`<h1 class="id">${name}</h1>`)
})
