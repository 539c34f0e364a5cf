import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { openEid, openProviders } from '../../src/daemon/identity-providers.ts'
import { toPem } from '../../src/signing/pem.ts'
import { folderWith } from '../config/folder.ts'
import { root } from '../identity/eid/cards.ts'
import { reloads } from './reloads.ts'

const ITSME = ['signIn.itsme.issuer=https://idp.example', 'signIn.itsme.clientId=us', 'signIn.itsme.keyFile=ours.key']

test('providers and their keys are those of the latest reload, and one that is the same stays', async () => {
  using folder = folderWith({ 'ours.key': rsaKey() })
  const site = await reloads(folder.path)
  const { provider, publicKeys } = await openProviders(site, () => 'https://portal.example')
  expect([provider('itsme'), await publicKeys('itsme')]).toEqual([null, null])
  await site.reload(...ITSME)
  const [first, keys] = [provider('itsme'), await publicKeys('itsme')]
  expect([first === null, provider('csam')]).toEqual([false, null])
  await site.reload()
  expect(provider('itsme')).toBe(first)
  writeFileSync(join(folder.path, 'ours.key'), rsaKey())
  await site.reload()
  expect([provider('itsme') === first, (await publicKeys('itsme')) === keys]).toEqual([false, false])
  const second = provider('itsme')
  rmSync(join(folder.path, 'ours.key'))
  await site.reload()
  expect([provider('itsme') === second, site.events]).toEqual([true, ['config.notApplied']])
})

test('the authorities of cards are those of the latest reload, and a folder without a root changes nothing', async () => {
  using folder = folderWith({})
  const eid = join(folder.path, 'certs', 'eid')
  mkdirSync(eid, { recursive: true })
  writeFileSync(join(eid, 'root.crt'), toPem('CERTIFICATE', root.certificate.der))
  const site = await reloads(folder.path, 'signIn.eid.enabled=true')
  const ground = await openEid(site, () => 'https://eid.example')
  const roots = () => ground?.rules().roots.length
  expect(roots()).toBe(1)
  copyFileSync(join(eid, 'root.crt'), join(eid, 'same.crt'))
  await site.reload('signIn.eid.enabled=true', 'signIn.eid.revocation=off')
  expect([roots(), ground?.rules().revocation]).toEqual([2, null])
  for (const name of ['root.crt', 'same.crt']) rmSync(join(eid, name))
  await site.reload()
  expect([roots(), site.events]).toEqual([2, ['config.notApplied']])
  await expect(openEid(site, () => 'https://eid.example')).rejects.toThrow(Misconfigured)
})

function rsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}
