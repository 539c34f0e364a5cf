import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { showConfig, showConfigText } from '../../src/config/show.ts'
import { folderWith } from './folder.ts'

test('it tells every value and where it comes from', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'limits: {partBytes: 2 MiB}\n' })
  const shown = showConfig(await loadConfig({ cwd: folder.path, sets: ['ftp.passivePorts=9000-9009'] }))
  expect(shown.file).toBe(join(folder.path, 'config', 'sluice.yaml'))
  expect(shown.settings).toMatchObject({
    mode: { value: 'trial', origin: 'default' },
    'limits.partBytes': { value: 2_097_152, origin: 'file' },
    'ftp.passivePorts': { value: { first: 9000, last: 9009 }, origin: 'set' },
  })
})

test('for people it writes values as the file does, one a line', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'limits: {partBytes: 2 MiB}\nservices: [{code: DMFA}]\n' })
  const text = showConfigText(await loadConfig({ cwd: folder.path, sets: ['ftp.passivePorts=9000-9009'] }))
  const lines = text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))
  expect(lines).toEqual(
    expect.arrayContaining([
      'mode trial (default)',
      'limits.partBytes 2 MiB (file)',
      'ftp.passivePorts 9000-9009 (set)',
      'names.temporary [.*, .filepart, .part, .partial, .tmp, .duckpart] (default)',
      'services.0.code DMFA (file)',
      `services.0.target.path ${join(folder.path, 'spool', 'services', 'DMFA')} (file)`,
      'networks.0.passivePorts null (default)',
      'networks.0.qualities [QUAL_EMP_NOSSPLA, QUAL_MUN_ADM, QUAL_SOC_ACTION, QUAL_FSC] (default)',
    ]),
  )
})

test('secrets are never shown, only the files that hold them', async () => {
  using folder = folderWith({ 'password.txt': 'hunter2\n' })
  chmodSync(join(folder.path, 'password.txt'), 0o600)
  const loaded = await loadConfig({ cwd: folder.path, sets: ['queues.passwordFile=password.txt'] })
  expect(JSON.stringify(showConfig(loaded)) + showConfigText(loaded)).not.toContain('hunter2')
  expect(showConfigText(loaded)).toContain(join(folder.path, 'password.txt'))
})
