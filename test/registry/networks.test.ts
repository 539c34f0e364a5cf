import { expect, test } from 'vitest'
import { checkNetwork, type OfferedNetwork } from '../../src/registry/networks.ts'

const OFFERED: readonly OfferedNetwork[] = [
  { name: 'publilink', channels: ['ftp'], qualities: [] },
  { name: 'irisnet', channels: ['ftp'], qualities: ['QUAL_MUN_ADM'] },
  { name: 'partner', channels: ['ftp', 'sftp'], qualities: [] },
  { name: 'webonly', channels: ['web'], qualities: [] },
]

// biome-ignore format: a table
test.each([
  [null,          'sftp', 'QUAL_EMP_NOSS',    'ok'],
  ['internet',    'ftp',  'QUAL_EMP_NOSS',    'ok'],
  ['partner',     'ftp',  'QUAL_EMP_NOSS',    'ok'],
  ['partner',     'sftp', 'QUAL_EMP_NOSS',    'SLU-STATE'],
  ['nowhere',     'ftp',  'QUAL_EMP_NOSS',    'SLU-UNKNOWN'],
  ['schaubroeck', 'ftp',  'QUAL_MUN_ADM',     'SLU-UNKNOWN'],
  ['webonly',     'ftp',  'QUAL_EMP_NOSS',    'SLU-STATE'],
  ['publilink',   'ftp',  'QUAL_EMP_NOSS',    'SLU-STATE'],
  ['publilink',   'ftp',  'QUAL_EMP_NOSSPLA', 'ok'],
  ['publilink',   'ftp',  'QUAL_MUN_ADM',     'ok'],
  ['publilink',   'ftp',  'QUAL_SOC_ACTION',  'ok'],
  ['publilink',   'ftp',  'QUAL_FSC',         'ok'],
  ['irisnet',     'ftp',  'QUAL_FSC',         'SLU-STATE'],
  ['irisnet',     'ftp',  'QUAL_MUN_ADM',     'ok'],
] as const)('decision 31: network %s on %s for %s: %s', (name, channel, quality, expected) => {
  const result = checkNetwork({ name, channel, quality }, OFFERED)
  expect(result.ok ? 'ok' : result.problem.code).toBe(expected)
})
