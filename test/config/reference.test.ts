import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { configReference } from '../../src/config/reference.ts'
import { SETTINGS } from '../../src/config/settings.ts'
import { folderWith } from './folder.ts'

const COMMITTED = join(import.meta.dirname, '..', '..', 'config')

test('the committed pages are what `npm run docs` makes', () => {
  const { readme, example } = configReference()
  expect(readFileSync(join(COMMITTED, 'README.md'), 'utf8')).toBe(readme)
  expect(readFileSync(join(COMMITTED, 'sluice.example.yaml'), 'utf8')).toBe(example)
})

test('the example is a whole file that changes nothing', async () => {
  using folder = folderWith({ 'config/sluice.yaml': configReference().example })
  const example = await loadConfig({ cwd: folder.path })
  writeFileSync(join(folder.path, 'config', 'sluice.yaml'), '')
  const nothing = await loadConfig({ cwd: folder.path })
  expect(example.config).toEqual(nothing.config)
  const absent = [...example.origins].filter(([, origin]) => origin !== 'file')
  expect(absent.map(([path]) => path).sort()).toEqual([
    ...['access.coMainAccessManagers', 'ftp.implicitPort', 'ftp.publicImplicitPort', 'ftp.publicPort'],
    'onlineServices.port',
    'sftp.publicPort',
  ]) // null is how one writes nothing
})

test('every setting has a sentence and says what it expects', () => {
  const silent = [...SETTINGS.values()].filter(({ path, sentence, kind }) => {
    return (!path.endsWith('[]') && !sentence.endsWith('.')) || kind.expected === 'a value'
  })
  expect(silent.map(({ path }) => path)).toEqual([])
})

test('every value an operator can set has its row in the reference', () => {
  const { readme } = configReference()
  const values = [...SETTINGS.values()].filter(({ path, shape }) => shape === 'value' && !path.endsWith('[]'))
  const absent = values.filter(({ sentence }) => !readme.includes(`| ${sentence} |`))
  expect(absent.map(({ path }) => path)).toEqual([])
})
