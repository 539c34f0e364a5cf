import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { BadConfiguration } from '../../src/config/problems.ts'
import { LEAF_PATHS, SETTINGS } from '../../src/config/settings.ts'
import { folderWith } from './folder.ts'

const KEYS = [...SETTINGS.keys()].map((path) => path.slice(path.lastIndexOf('.') + 1).replace('[]', ''))

/** Trees that look like configurations: known keys, wrong places, wrong values. */
const tree = fc.letrec<{ value: unknown; mapping: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, '10 MiB', '8100-8199', '')),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('mapping'),
  ),
  mapping: fc.dictionary(
    fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom('__proto__', 'toString', '0', '<<')),
    tie('value'),
    {
      maxKeys: 5,
    },
  ),
}))

test('a random tree is a configuration or is refused with reasons, never anything else', async () => {
  await acceptedOrRefused(tree.mapping.map((value) => JSON.stringify(value)))
})

test('random text is a configuration or is refused with reasons', async () => {
  const line = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...'-?:,[]{}#&*!|>\'"%@`\t\n '.split('')),
  )
  await acceptedOrRefused(fc.array(line, { maxLength: 12 }).map((parts) => parts.join('')))
})

test('random --set is applied or refused with reasons', async () => {
  using folder = folderWith({})
  const key = fc.oneof(fc.constantFrom(...LEAF_PATHS, 'services.0.rate', 'networks.9', 'services.x', ''), fc.string())
  const sets = fc.array(
    fc.oneof(
      fc.tuple(key, fc.string()).map((pair) => pair.join('=')),
      key,
    ),
    { maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(sets, async (chosen) => expectOutcome(() => loadConfig({ cwd: folder.path, sets: chosen }))),
    { numRuns: 150 },
  )
})

async function acceptedOrRefused(text: fc.Arbitrary<string>): Promise<void> {
  using folder = folderWith({})
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      writeFileSync(join(folder.path, 'a.yaml'), content)
      await expectOutcome(() => loadConfig({ file: 'a.yaml', cwd: folder.path }))
    }),
    { numRuns: 250 },
  )
}

async function expectOutcome(load: () => Promise<unknown>): Promise<void> {
  const failure = await load().then(
    () => null,
    (error: unknown) => error,
  )
  if (failure === null) return
  expect(failure).toBeInstanceOf(BadConfiguration)
  const { problems, message } = failure as BadConfiguration
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.every(({ where, found, remedy }) => where !== '' && found !== '' && remedy !== '')).toBe(true)
  expect(message).not.toMatch(/undefined|\[object/)
}
