import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { inspectable } from '../../src/config/inspect.ts'
import { liveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { folderWith } from './folder.ts'

const NOW = new Date('2026-11-23T12:00:00Z')

async function watched(text: string) {
  const folder = folderWith({ 'config/sluice.yaml': text })
  const load = () => loadConfig({ cwd: folder.path, sets: ['web.port=9443'], keys: false })
  const first = await load()
  const { live, inspect } = inspectable(liveConfig(first.config, load, silentLog), load, () => NOW)
  const write = (next: string) => writeFileSync(join(folder.path, 'config/sluice.yaml'), next)
  const at = async (path: string) => (await inspect()).settings.find((setting) => setting.path === path)
  return { folder, live, inspect, write, at, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

test('rule 26.9: each setting is shown with value, default and where it comes from', async () => {
  using config = await watched('limits:\n  parts: 7\n')
  expect(await config.at('limits.parts')).toMatchObject({ value: '7', fallback: '9', origin: 'file', waitsFor: null })
  expect(await config.at('web.port')).toMatchObject({ value: '9443', fallback: '8443', origin: 'set', waitsFor: null })
  expect(await config.at('sftp.port')).toMatchObject({ value: '8022', fallback: '8022', origin: 'default' })
  expect(await config.inspect()).toMatchObject({ problems: [], lastReload: null })
})

test('rule 26.9: what is written and not in force waits for a reload or a restart', async () => {
  using config = await watched('limits:\n  parts: 7\n')
  config.write('limits:\n  parts: 8\nsftp:\n  port: 2222\n')
  expect(await config.at('limits.parts')).toMatchObject({ value: '7', waitsFor: 'reload' })
  expect(await config.at('sftp.port')).toMatchObject({ value: '8022', waitsFor: 'restart' })
  await config.live.reload()
  expect(await config.at('limits.parts')).toMatchObject({ value: '8', waitsFor: null })
  expect(await config.at('sftp.port')).toMatchObject({ value: '8022', waitsFor: 'restart' })
  expect((await config.inspect()).lastReload).toEqual({ at: NOW, outcome: 'applied', changed: ['limits.parts'] })
})

test('rule 26.9: what would be refused is told, and what is in force stays shown', async () => {
  using config = await watched('limits:\n  parts: 7\n')
  config.write('limits:\n  parts: many\n')
  await config.live.reload()
  const { problems, lastReload } = await config.inspect()
  expect(problems).toEqual([expect.stringContaining('limits.parts')])
  expect(lastReload).toEqual({ at: NOW, outcome: 'refused', changed: [] })
  expect(await config.at('limits.parts')).toMatchObject({ value: '7' })
})
