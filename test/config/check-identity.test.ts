import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { BadConfiguration } from '../../src/config/problems.ts'
import { folderWith } from './folder.ts'

const ITSME = ['signIn.itsme.issuer=https://idp.example', 'signIn.itsme.clientId=us']

test.each<[string, string[], string[]]>([
  ['nothing is asked of a way that is not offered', ['signIn.itsme.keyFile=nowhere'], []],
  ['a provider with a secret is complete', [...ITSME, 'signIn.itsme.secretFile=secret'], []],
  [
    'a provider without client id and proof',
    ['signIn.csam.issuer=https://idp.example'],
    ['signIn.csam.clientId: is empty.', 'signIn.csam.keyFile: is empty, and so is secretFile.'],
  ],
  [
    'keys that are not there',
    [...ITSME, 'signIn.itsme.keyFile=nowhere', 'signIn.itsme.encryptionKeyFile=open'],
    [
      'signIn.itsme.keyFile: <cwd>/nowhere does not exist.',
      'signIn.itsme.encryptionKeyFile: <cwd>/open can be read by others.',
    ],
  ],
  ['cards without authorities', ['signIn.eid.enabled=true'], ['signIn.eid.issuers: <cwd>/certs/eid does not exist.']],
  [
    'authorities that are no folder',
    ['signIn.eid.enabled=true', 'signIn.eid.issuers=secret'],
    ['signIn.eid.issuers: <cwd>/secret is no folder.'],
  ],
  [
    'ways out for messages',
    ['messages.mail.via=smtp', 'messages.mail.passwordFile=nowhere', 'messages.sms.via=http'],
    ['messages.mail.passwordFile: <cwd>/nowhere does not exist.', 'messages.sms.url: is empty.'],
  ],
])('%s', async (_, sets, found) => {
  expect(await faultsOf(sets)).toEqual(found)
})

async function faultsOf(sets: readonly string[]): Promise<string[]> {
  using folder = folderWith({ secret: 'a secret', open: 'a key' })
  chmodSync(join(folder.path, 'secret'), 0o600)
  const failure = await loadConfig({ cwd: folder.path, sets }).catch((error: unknown) => error)
  if (!(failure instanceof Error)) return []
  expect(failure).toBeInstanceOf(BadConfiguration)
  return (failure as BadConfiguration).problems.map(
    ({ where, setting, found }) => `${setting ?? where}: ${found.replaceAll(folder.path, '<cwd>')}`,
  )
}
