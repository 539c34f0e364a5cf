import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import type { Disk } from '../../src/spool/disk.ts'
import { nodeDisk } from '../../src/spool/disk.ts'
import { isLeftover } from '../../src/spool/leftovers.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import { diskError, ModelDisk } from './model-disk.ts'

let parent = ''
let dir = ''

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sluice-spool-'))
  dir = join(parent, 'spool')
})
afterEach(() => rm(parent, { recursive: true, force: true }))

test('a first start makes all folders for this user alone, and files nobody else may read or write', async () => {
  await using spool = await open()
  const { sha256 } = await spool.store(Buffer.from('x'))
  const modes = await Promise.all(
    ['', 'incoming', 'blobs', 'blobs/00', 'blobs/ff', `blobs/${sha256.slice(0, 2)}/${sha256}`].map(modeOf),
  )
  expect([await readdir(join(dir, 'blobs')), modes]).toEqual([
    Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0')),
    [0o700, 0o700, 0o700, 0o700, 0o700, 0o400],
  ])
})

test('decision 25: a second start finds everything and makes nothing', async () => {
  await open()
  const made: string[] = []
  await open({ ...nodeDisk, makeFolder: async (path) => void made.push(path) })
  expect(made).toEqual([])
})

test('case D10: a symbolic link in place of a folder is refused', async () => {
  await open()
  await rm(join(dir, 'blobs'), { recursive: true })
  await mkdir(join(parent, 'elsewhere'))
  await symlink(join(parent, 'elsewhere'), join(dir, 'blobs'))
  await expect(open()).rejects.toThrow(/blobs is not a folder; a symbolic link is not followed/)
})

test('case D10: a file in place of the spool is refused', async () => {
  await writeFile(dir, '')
  await expect(open()).rejects.toThrow(Misconfigured)
})

test('case D10: a spool whose parent is gone is refused with the remedy', async () => {
  dir = join(parent, 'gone', 'spool')
  await expect(open()).rejects.toMatchObject({
    setting: 'spool.dir',
    remedy: expect.stringContaining('parent folder must exist'),
  })
})

test('case D10: a folder of another user is refused', async () => {
  const disk = new ModelDisk('/spool')
  disk.owner = 4711
  await expect(openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })).rejects.toMatchObject({
    setting: 'spool.dir',
    message: expect.stringMatching(/^\/spool belongs to user 4711/),
  })
})

test('case D11: incoming and blobs on different file systems are refused', async () => {
  const disk = new ModelDisk('/spool', '/spool/incoming')
  disk.folders.set('/spool/blobs', { cached: new Map(), durable: new Map(), device: 2 })
  await expect(openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })).rejects.toThrow(
    /different file systems/,
  )
})

test.each([
  ['link', 'EXDEV'],
  ['link', 'EPERM'],
  ['create', 'EROFS'],
  ['create', 'EACCES'],
] as const)('a disk whose %s says %s is refused at the start', async (call, code) => {
  const disk = new ModelDisk('/spool')
  disk.fail = ({ name }) => (name === call ? diskError(code) : null)
  await expect(openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })).rejects.toMatchObject({
    name: 'Misconfigured',
    message: expect.stringContaining(code),
  })
})

test('a read-only folder is refused at the start', async () => {
  await open()
  await chmod(join(dir, 'incoming'), 0o500)
  const outcome = await open().then(
    () => 'opened',
    () => 'refused',
  )
  // root writes everywhere
  expect(outcome).toBe(process.getuid?.() === 0 ? 'opened' : 'refused')
})

test('cases K1, O11: drafts of dead processes go at the start; what is not ours, or may be alive, stays', async () => {
  await open()
  const incoming = join(dir, 'incoming')
  const { host, boot } = await ownName()
  const dead = `${host}.${boot}.999999999.0`
  const otherHost = `00000000.${boot}.1.0`
  await writeFile(join(incoming, dead), 'half')
  await writeFile(join(incoming, otherHost), 'half')
  await writeFile(join(incoming, `${host}.00000000.${process.pid}.0`), 'before the machine started')
  await writeFile(join(incoming, 'autorun.so'), 'dropped by hand')
  await open()
  expect((await readdir(incoming)).sort()).toEqual([otherHost, 'autorun.so'].sort())
})

test('a leftover is told by its name and its age', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const owner = {
    host: 'h',
    boot: 'b',
    pid: 7,
    startedAt: new Date('2026-11-23T10:00:00Z'),
    isAlive: (pid: number) => pid === 8,
  }
  const leftover = (name: string, touched: string) => isLeftover(name, new Date(touched), owner, now)
  expect({
    ownOfThisLife: leftover('h.b.7.x', '2026-11-23T11:00:00Z'),
    ownOfAnEarlierLife: leftover('h.b.7.x', '2026-11-23T09:00:00Z'),
    living: leftover('h.b.8.x', '2026-11-23T09:00:00Z'),
    dead: leftover('h.b.9.x', '2026-11-23T11:59:59Z'),
    earlierBoot: leftover('h.a.8.x', '2026-11-23T09:00:00Z'),
    elsewhere: leftover('i.b.9.x', '2026-11-23T09:00:00Z'),
    elsewhereForDays: leftover('i.b.9.x', '2026-11-21T23:59:59Z'),
  }).toEqual({
    ownOfThisLife: false,
    ownOfAnEarlierLife: true,
    living: false,
    dead: true,
    earlierBoot: true,
    elsewhere: false,
    elsewhereForDays: true,
  })
})

function open(disk?: Disk) {
  return openSpool({ dir, log: silentLog, now: () => new Date(), ...(disk ? { disk } : {}) })
}

async function modeOf(path: string): Promise<number> {
  return (await lstat(join(dir, path))).mode & 0o777
}

/** Host and boot as drafts of this process name them. */
async function ownName(): Promise<{ host: string; boot: string }> {
  await using spool = await open()
  await using draft = spool.draft()
  await draft.write(Buffer.from('x'), 0)
  const [name = ''] = await readdir(join(dir, 'incoming'))
  const [host = '', boot = ''] = name.split('.')
  return { host, boot }
}
