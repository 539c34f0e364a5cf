import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import type { LiveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Config } from '../../src/config/schema.ts'
import { liveTlsPair, type TlsPair } from '../../src/daemon/tls-pair.ts'
import { readPair } from '../../src/daemon/trial-keys.ts'
import { folderWith } from '../config/folder.ts'

const VECTORS = join(import.meta.dirname, '..', 'config', 'vectors')
const NOW = new Date('2026-12-01T00:00:00Z')
const LATER = new Date('2027-06-01T00:00:00Z')

test.each<[string, (certs: string) => Promise<void>, Date, string]>([
  ['of another certificate', (certs) => put('other.key', certs, 'tls.key'), NOW, 'tls.crt does not belong to'],
  ['that is none', (certs) => writeFile(join(certs, 'tls.key'), 'key'), NOW, 'tls.key is not a private key.'],
  ['that is gone', (certs) => rm(join(certs, 'tls.key')), NOW, 'tls.* does not exist.'],
  ['with an expired certificate', (certs) => put('short-lived.crt', certs, 'tls.crt'), LATER, 'tls.crt expired on'],
])('case G4: a key %s ends the start, and changes nothing later', async (_, spoil, now, found) => {
  using site = await siteAt(NOW)
  const pair = await site.open()
  const before = pair()
  await spoil(site.certs)
  site.clock.now = now
  await site.reload()
  expect(pair()).toBe(before)
  expect(site.events).toMatchObject([{ event: 'tls.refused', found: expect.stringContaining(found) }])
  const failure = await site.open().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Misconfigured)
  expect(failure).toMatchObject({ setting: 'certs.dir', message: expect.stringContaining(found) })
})

test('an expired certificate may be allowed', async () => {
  using site = await siteAt(LATER, 'certs.allowExpired=true')
  await put('short-lived.crt', site.certs, 'tls.crt')
  expect((await site.open())()).toEqual(await readPair(site.certs, 'tls'))
})

test('the same pair stays the same object, another one is told', async () => {
  using site = await siteAt(NOW)
  const pair = await site.open()
  const before = pair()
  await site.reload()
  expect([pair() === before, site.events]).toEqual([true, []])
  await put('short-lived.crt', site.certs, 'tls.crt')
  await site.reload()
  expect(pair()).toEqual(await readPair(site.certs, 'tls'))
  expect(site.events).toMatchObject([{ event: 'tls.renewed', validTo: 'Dec 23 19:26:31 2026 GMT' }])
})

/** A folder with a pair that fits, and a reload that everybody hears of although the configuration was not read again. */
async function siteAt(now: Date, ...sets: string[]) {
  const folder = folderWith({})
  const certs = join(folder.path, 'certs')
  const { config } = await loadConfig({ cwd: folder.path, sets, keys: false })
  const heard: ((config: Config) => void | Promise<void>)[] = []
  const live: LiveConfig = {
    current: () => config,
    reload: async () => null,
    onReload: (hear) => void heard.push(hear),
  }
  const events: object[] = []
  const note = (event: string, about?: object) => void events.push({ event, ...about })
  const log: Log = { ...silentLog, info: note, error: note }
  const clock = { now }
  await mkdir(certs)
  for (const name of ['tls.key', 'tls.crt']) await put(name, certs, name)
  return {
    ...{ certs, events, clock },
    open: (): Promise<() => TlsPair> => liveTlsPair({ live, log, now: () => clock.now }),
    reload: async () => {
      for (const hear of heard) await hear(config)
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

async function put(vector: string, certs: string, name: string): Promise<void> {
  await copyFile(join(VECTORS, vector), join(certs, name))
  await chmod(join(certs, name), 0o600)
}
