import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Log, silentLog } from '../../src/base/log.ts'
import { liveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { applyReload, reloadable } from '../../src/config/reload.ts'
import type { Config } from '../../src/config/schema.ts'
import { folderWith } from './folder.ts'

test('limits, services, signature, names, networks, signing in, messages, answers and the simulator apply at once', async () => {
  const sets = [
    ...['limits.parts=3', 'services.0.rate=1', 'signature.requiredIn=[R]', 'names.reuse=never', 'networks=[]'],
    ...['answers.compressed=true', 'simulator.environments=[T]'],
    ...['signIn.idleMinutes=7', 'signIn.itsme.scope=openid', 'signIn.eid.revocation=off', 'messages.noticeHour=3'],
  ]
  const [current, next] = [await configWith(), await configWith(...sets)]
  const paths = sets.map((set) => set.split('=')[0]?.replace('services.0.rate', 'services'))
  expect(sorted(reloadable(current, next))).toEqual({ apply: paths.sort(), needRestart: [] })
  expect(applyReload(current, next)).toEqual(next)
})

test('everything else waits for a restart, and stays as it was', async () => {
  const sets = [
    'sftp.port=0',
    'mode=production',
    'acknowledgement.ticketPrefix=ABC',
    'qualities=[{code: QUAL_SSC}]',
    'drainSeconds=1',
    'schemas.dir=/srv/xsd',
    'acknowledgement.lineBreak=CR',
    'log.level=debug',
    'limits.checkers=2',
    'limits.httpConnections=5',
    'access.usersPerQuality=5',
  ]
  const [current, next] = [await configWith(), await configWith(...sets)]
  const needRestart = sets.map((set) => set.split('=')[0]).sort()
  expect(sorted(reloadable(current, next))).toEqual({ apply: [], needRestart })
  expect(applyReload(current, next)).toBe(current)
})

test('the listener for cards waits for a restart, and not what else is set for signing in', async () => {
  const [current, other] = [await configWith(), await configWith('signIn.idleMinutes=7')]
  const next = { ...other, signIn: { ...other.signIn, eid: { ...other.signIn.eid, enabled: true } } }
  expect(reloadable(current, next)).toEqual({ apply: ['signIn.idleMinutes'], needRestart: ['signIn.eid.enabled'] })
  expect(applyReload(current, next)).toEqual(other)
})

test('a mixed change applies one part and names the other', async () => {
  const [current, next] = [await configWith(), await configWith('limits.parts=3', 'sftp.port=0')]
  expect(reloadable(current, next)).toEqual({ apply: ['limits.parts'], needRestart: ['sftp.port'] })
  expect(applyReload(current, next)).toEqual({ ...current, limits: next.limits })
})

test('a new spool holds back everything, for services lie in it', async () => {
  const [current, next] = [await configWith(), await configWith('spool.dir=/srv/new', 'limits.parts=3')]
  expect(sorted(reloadable(current, next))).toEqual({
    apply: [],
    needRestart: ['limits.parts', 'messages.folder', 'services', 'spool.auditDir', 'spool.dir'],
  })
  expect(applyReload(current, next)).toBe(current)
})

test('the same configuration changes nothing', async () => {
  expect(reloadable(await configWith(), await configWith())).toEqual({ apply: [], needRestart: [] })
})

test('a good file is put in force and announced (case G8)', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'limits: {parts: 3}\n' })
  const { live, events } = await liveIn(folder.path)
  const heard: number[] = []
  live.onReload(({ limits }) => void heard.push(limits.parts))
  writeFileSync(join(folder.path, 'config', 'sluice.yaml'), 'limits: {parts: 4}\nsftp: {port: 2022}\n')
  expect(await live.reload()).toEqual({ apply: ['limits.parts'], needRestart: ['sftp.port'] })
  expect([live.current().limits.parts, live.current().sftp.port, heard]).toEqual([4, 8022, [4]])
  expect(events).toEqual([
    { event: 'config.reloaded', apply: ['limits.parts'], needRestart: ['sftp.port'] },
    { event: 'config.restartNeeded', settings: ['sftp.port'] },
  ])
})

test('a bad file keeps the old configuration and says why (case G8)', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'limits: {parts: 3}\n' })
  const { live, events } = await liveIn(folder.path)
  const before = live.current()
  writeFileSync(join(folder.path, 'config', 'sluice.yaml'), 'limits: {parts: 40}\n')
  expect(await live.reload()).toBeNull()
  expect(live.current()).toBe(before)
  expect(events).toMatchObject([{ event: 'config.refused', problems: [{ setting: 'limits.parts' }] }])
})

test('a reload is heard of when no setting differs, and is over when it was heard; a bad one is not heard of', async () => {
  using folder = folderWith({ 'config/sluice.yaml': '' })
  const { live, events } = await liveIn(folder.path)
  const heard: string[] = []
  live.onReload(async () => {
    await new Promise(setImmediate)
    heard.push('files')
    expect(events).toEqual([])
  })
  await live.reload()
  expect(heard).toEqual(['files'])
  expect(events).toMatchObject([{ event: 'config.reloaded' }])
  writeFileSync(join(folder.path, 'config', 'sluice.yaml'), 'limits: {parts: 40}\n')
  await live.reload()
  expect(heard).toEqual(['files'])
})

test('two reloads at once are done one after the other, and the newest file stays', async () => {
  using folder = folderWith({ 'config/sluice.yaml': 'limits: {parts: 3}\n' })
  const { live } = await liveIn(folder.path)
  writeFileSync(join(folder.path, 'config', 'sluice.yaml'), 'limits: {parts: 40}\n')
  const first = live.reload()
  await first
  writeFileSync(join(folder.path, 'config', 'sluice.yaml'), 'limits: {parts: 5}\n')
  const both = await Promise.all([live.reload(), live.reload()])
  expect([both, live.current().limits.parts]).toEqual([
    [
      { apply: ['limits.parts'], needRestart: [] },
      { apply: [], needRestart: [] },
    ],
    5,
  ])
})

async function configWith(...sets: string[]): Promise<Config> {
  using folder = folderWith({})
  const { config } = await loadConfig({
    cwd: folder.path,
    sets: ['spool.dir=/srv/spool', 'certs.dir=/srv/certs', 'schemas.dir=/srv/schemas', ...sets],
    keys: false,
  })
  return config
}

async function liveIn(cwd: string) {
  const events: object[] = []
  const note = (event: string, about?: object) => void events.push({ event, ...about })
  const log: Log = { ...silentLog, info: note, warn: note, error: note }
  const load = () => loadConfig({ cwd })
  return { live: liveConfig((await load()).config, load, log), events }
}

function sorted({ apply, needRestart }: { apply: readonly string[]; needRestart: readonly string[] }) {
  return { apply: [...apply].sort(), needRestart: [...needRestart].sort() }
}
