/** Watched folders on a real mailbox, database and disk, in states that only a crash or a second process leaves. */
import { createHash } from 'node:crypto'
import {
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  opendir,
  open as openFile,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { Log } from '../../../src/base/log.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import { ok } from '../../../src/base/result.ts'
import { folderSession } from '../../../src/batch/channel.ts'
import { type FolderEndpoint, watchFolders } from '../../../src/endpoints/folder/folder-endpoint.ts'
import type { FolderDeps } from '../../../src/endpoints/folder/options.ts'
import * as files from '../../../src/ledger/folder-files.ts'
import { holdFolder, leaveFolders } from '../../../src/ledger/folder-leases.ts'
import type { Mailbox, Visitor } from '../../../src/mailbox/mailbox.ts'
import { books, closeRig, openNode, openRig, put, type Rig, SENDER, sealedSets } from '../../mailbox/rig.ts'
import { gate } from '../../registry/fixtures.ts'

const SET = 'DMFA.123456.20260105.00001.R'
const [FI, FS, GO, TD] = [`FI.${SET}.1.1`, `FS.${SET}.1.1`, `GO.${SET}.1`, `TD.${SET}.1`]

let rig: Rig
let share: string
let folder: string
const open: FolderEndpoint[] = []

beforeEach(async () => {
  rig = await openRig()
  share = await mkdtemp(join(tmpdir(), 'sluice-share-'))
  folder = join(share, 'in')
  await mkdir(folder)
  await mkdir(join(share, 'out'))
})
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
  await rm(share, { recursive: true })
})
afterAll(closeRig)

test('a file whose commit was not followed by its removal is removed and not taken in again', async () => {
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  for (const name of [FI, FS, GO]) await takeByHand(name) // a process that died right after each commit
  const events = watchUntil('folder.takenBefore', 3)
  await events.happened
  await idle()
  expect(await readdir(folder)).toEqual([])
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
  expect(await books(rig.database)).not.toHaveProperty('imbalance')
})

test('a TD that had its effect does not cancel the set that was sent after it', async () => {
  await writeFile(join(folder, TD), '')
  await takeByHand(TD)
  await put(rig, 'IN', FI)
  await put(rig, 'IN', FS)
  const events = watchUntil('folder.takenBefore', 1)
  await events.happened
  await idle()
  await put(rig, 'IN', GO)
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
})

test('a part over the limit that was remembered before the crash is moved aside and begins nothing new', async () => {
  rig.settings.limits.partBytes = 10
  await writeFile(join(folder, FI), 'more than ten bytes')
  await takeByHand(FI)
  await writeFile(join(folder, FS), 'x')
  await writeFile(join(folder, GO), '')
  const events = watchUntil('folder.fileRefused', 1)
  await events.happened
  await idle()
  expect(await readdir(folder)).toEqual(['refused'])
  expect((await readdir(join(folder, 'refused'))).sort()).toEqual([FI, `${FI}.txt`])
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
})

test('two processes that both believe the folder is theirs take a file in once, at whatever instant they meet', async () => {
  await using other = await openNode(rig.database, join(rig.dir, 'spool'), { node: 'two', settings: rig.settings })
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  const [secondBegan, firstCommitted, secondEnded] = [gate(), gate(), gate()]
  const first = changed(rig.mailbox, FI, {
    before: () => secondBegan.passed,
    after: async () => {
      firstCommitted.open()
      await secondEnded.passed // committed and not removed yet
    },
  })
  const second = changed(other.mailbox, FI, {
    before: async () => {
      secondBegan.open()
      await firstCommitted.passed
    },
    after: async () => secondEnded.open(),
  })
  const always = { hold: async () => null }
  start({ mailbox: first, ledger: { ...ledger('one'), ...always } })
  start({ mailbox: second, ledger: { ...ledger('two'), ...always } })
  await emptied()
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
  const rows = await rig.database.queries.selectFrom('received_file').select('name').where('name', '=', FI).execute()
  expect(rows).toHaveLength(1)
})

test('one process works on a folder; when it goes, the other takes over', async () => {
  const first = watchUntil('file', 0, 'one')
  await idle()
  const second = watchUntil('folder.elsewhere', 1, 'two')
  await second.happened
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  await emptied()
  await first.endpoint[Symbol.asyncDispose]()
  const next = SET.replace('00001', '00002')
  for (const name of [`FI.${next}.1.1`, `FS.${next}.1.1`, `GO.${next}.1`]) await writeFile(join(folder, name), name)
  await emptied()
  expect(await sealedSets(rig.database)).toHaveLength(2)
})

test('a file that is written to while it is copied is not taken in, nor is its GO', async () => {
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  const changed = gate()
  const mailbox: Mailbox = {
    ...rig.mailbox,
    async upload(visitor, to, name, mode) {
      if (name === FI) {
        await writeFile(join(folder, FI), 'and more', { flag: 'a' })
        changed.open()
      }
      return rig.mailbox.upload(visitor, to, name, mode)
    },
  }
  const endpoint = start({ mailbox })
  await changed.passed
  await endpoint.drain(10)
  expect((await readdir(folder)).sort()).toEqual(expect.arrayContaining([FI, GO]))
  expect(await sealedSets(rig.database)).toEqual([])
  start({})
  await emptied()
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
  const { rows } = await fiRow()
  expect(rows).toBe(createHash('sha256').update(`${FI}and more`).digest('hex'))
})

test('a stop in the middle of a copy leaves the file where it is and nothing of it in the mailbox', async () => {
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  const [begun, goOn, given] = [gate(), gate(), gate()]
  const mailbox = changed(rig.mailbox, FI, {
    before: async () => {
      begun.open()
      await goOn.passed
    },
    after: async () => {},
    disposed: given.open,
  })
  const endpoint = start({ mailbox })
  await begun.passed
  await endpoint.drain(0)
  goOn.open()
  await given.passed
  expect((await readdir(folder)).sort()).toEqual([FI, FS, GO])
  expect(await books(rig.database)).toEqual({})
})

test('a refusal that passes is tried again', async () => {
  rig.settings.limits.openFilesPerSender = 1
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  const events = watchUntil('folder.fileLater', 1)
  await events.happened
  expect(await readdir(folder)).toContain(GO)
  rig.settings.limits.openFilesPerSender = 100
  await emptied()
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
})

test('sets among thousands of files that wait are taken in, and those are left as they are', async () => {
  const wait = (index: number) => `FI.DMFA.123456.20260105.A${String(index).padStart(4, '0')}.R`
  const waiting = Array.from({ length: 2500 }, (_, index) => wait(index))
  await Promise.all(waiting.map((name) => writeFile(join(folder, name), '')))
  const keys = Array.from({ length: 12 }, (_, index) => `DMFA.123456.20260105.${20001 + index}.R`)
  const names = keys.flatMap((key) => [`FI.${key}.1.1`, `FS.${key}.1.1`, `GO.${key}.1`])
  for (const name of names) await writeFile(join(folder, name), name)
  start({ limits: { folderFiles: 10_000 } })
  for (;;) if ((await readdir(folder)).length === waiting.length) break
  expect((await readdir(folder)).sort()).toEqual(waiting)
  expect(await sealedSets(rig.database)).toHaveLength(keys.length)
})

test('a look reads no more names than it may, and says so', async () => {
  for (const name of [FI, FS, GO]) await writeFile(join(folder, name), name)
  const events = watchUntil('folder.crowded', 1, 'one', { folderFiles: 2 })
  await events.happened
})

test('a crowded folder never has the GO of a set taken in before files that were not read', async () => {
  const { members, folderFiles } = await crowd()
  start({ limits: { folderFiles } })
  for (const go = members[2] ?? ''; ; ) if (!(await readdir(folder)).includes(go)) break
  expect((await sealedSets(rig.database)).map((set) => set.members)).toEqual([members])
})

test('a file with the longest name that a folder can hold is moved aside', async () => {
  const long = `FI.${SET}.${'1'.repeat(255 - SET.length - 4)}`
  expect(long).toHaveLength(255)
  for (const name of [long, GO]) await writeFile(join(folder, name), name)
  const events = watchUntil('folder.fileRefused', 1)
  await events.happened
  expect(await readdir(folder)).not.toContain(long)
})

test('a file that is still being written when its GO is there is taken in whole', async () => {
  const [first, second] = [Buffer.from('begun, '), Buffer.from('and done')]
  await using writing = await openFile(join(folder, FI), 'w')
  await writing.write(first)
  for (const name of [FS, GO]) await writeFile(join(folder, name), name)
  const looked = gate()
  let looks = 0
  const tables = ledger('one')
  const setsWithGo: typeof tables.setsWithGo = async (sets) => {
    if (sets.length > 0 && ++looks === 2) looked.open() // the first look is over
    return tables.setsWithGo(sets)
  }
  start({ ledger: { ...tables, setsWithGo }, quietSeconds: 3 })
  await looked.passed
  await writing.write(second)
  await emptied()
  expect((await sealedSets(rig.database)).map(({ members }) => members)).toEqual([[FI, FS, GO]])
  const { rows } = await fiRow()
  expect(rows).toBe(
    createHash('sha256')
      .update(Buffer.concat([first, second]))
      .digest('hex'),
  )
})

type Options = Partial<Pick<FolderDeps, 'mailbox' | 'ledger' | 'log'>> & {
  readonly limits?: object
  readonly quietSeconds?: number
}

function start({
  mailbox = rig.mailbox,
  ledger: tables = ledger('one'),
  log = SILENT,
  limits,
  quietSeconds = 0,
}: Options): FolderEndpoint {
  const endpoint = watchFolders({
    folders: [
      { sender: SENDER.sender, in: folder, out: join(share, 'out'), scanSeconds: 0.2, quietSeconds, owners: 'same' },
    ],
    mailbox,
    login: async () => ok({ loginName: 'f123456', network: null }),
    ledger: tables,
    settings: {
      limits: { folderFiles: 1000, foldersAtOnce: 4, pollSeconds: 0.1, leaseSeconds: 60, goWaitHours: 24, ...limits },
      names: rig.settings.names,
    },
    log,
    metrics: createMetrics(),
    onBug: (error) => {
      throw error
    },
  })
  open.push(endpoint)
  return endpoint
}

type Meanwhile = {
  readonly before: () => Promise<void>
  readonly after: () => Promise<void>
  readonly disposed?: () => void
}

/** The mailbox, in which something happens around the first upload of this name: before it is begun, and after its commit or failure. */
function changed(mailbox: Mailbox, name: string, { before, after, disposed = () => {} }: Meanwhile): Mailbox {
  let isFirst = true
  return {
    ...mailbox,
    async upload(visitor, to, asked, mode) {
      const mine = asked === name && isFirst
      if (!mine) return mailbox.upload(visitor, to, asked, mode)
      isFirst = false
      await before()
      const upload = await mailbox.upload(visitor, to, asked, mode)
      if (!upload.ok) return upload
      const { value } = upload
      return ok({
        size: value.size,
        write: (bytes, offset) => value.write(bytes, offset),
        truncate: (size) => value.truncate(size),
        finish: () => value.finish().finally(after),
        async [Symbol.asyncDispose]() {
          await value[Symbol.asyncDispose]()
          disposed()
        },
      })
    },
  }
}

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Resolves once the event was logged so many times. */
function watchUntil(event: string, count: number, owner = 'one', limits?: object) {
  const heard = gate()
  let left = count
  const hear = (said: string) => {
    if (said === event && --left <= 0) heard.open()
  }
  const log: Log = { debug: hear, info: hear, warn: hear, error: hear }
  return { endpoint: start({ log, ledger: ledger(owner), ...(limits ? { limits } : {}) }), happened: heard.passed }
}

function ledger(owner: string): FolderDeps['ledger'] {
  const { queries } = rig.database
  return {
    takenBefore: (sender, asked) => files.takenBefore(queries, sender, asked),
    setsWithGo: (sets) => files.setsWithGo(queries, sets),
    answersForFolder: (sender, after, limit) => files.answersForFolder(queries, sender, after, limit),
    sendersWithAnswers: (senders) => files.sendersWithAnswers(queries, senders),
    noteInFolder: (trigger) => files.noteInFolder(queries, trigger),
    hold: (sender, seconds) => holdFolder(queries, { sender, owner, seconds }),
    leave: () => leaveFolders(queries, owner),
  }
}

/** What a process did that died before it removed the file. */
async function takeByHand(name: string): Promise<void> {
  const { ino, ctimeNs, size } = await lstat(join(folder, name), { bigint: true })
  const session = folderSession({ inode: ino, changedNs: ctimeNs, bytes: size })
  const visitor: Visitor = { ...SENDER, channel: 'ftp', session }
  await put(rig, 'IN', name, await readFile(join(folder, name)), visitor)
}

/** A set among notes, in such an order that the first `folderFiles` names of the listing hold its GO and not all of the rest. */
async function crowd(): Promise<{ readonly members: readonly string[]; readonly folderFiles: number }> {
  const notes = Array.from({ length: 20 }, (_, index) => `note-${index}`)
  for (let sequence = 1; ; sequence++) {
    const set = SET.replace('00001', String(sequence).padStart(5, '0'))
    const [fi, fs, go] = [`FI.${set}.1.1`, `FS.${set}.1.1`, `GO.${set}.1`] as const
    // file systems list by hash, the oldest first, or the newest
    for (const names of [
      [...notes, fi, fs, ...notes.map((note) => `${note}b`), go, ...notes.map((note) => `${note}c`)],
      [...notes, go, fi, fs],
    ]) {
      for (const name of names) await writeFile(join(folder, name), name)
      const listed: string[] = []
      for await (const { name } of await opendir(folder)) listed.push(name)
      const at = listed.indexOf(go)
      if (at >= 3 && at < Math.max(listed.indexOf(fi), listed.indexOf(fs)))
        return { members: [fi, fs, go], folderFiles: at + 1 }
      for (const name of names) await rm(join(folder, name))
    }
  }
}

/** Until the gateway has taken everything away. */
async function emptied(): Promise<void> {
  for (;;) if ((await readdir(folder)).length === 0) return
}

/** Until every endpoint has looked once more at a folder that has something new in it. */
async function idle(): Promise<void> {
  await copyFile('/dev/null', join(folder, `TD.DMFA.123456.20260105.99999.R`))
  for (;;) if (!(await readdir(folder)).some((name) => name.includes('.99999.'))) return
}

async function fiRow(): Promise<{ readonly rows: string | undefined }> {
  const row = await rig.database.queries
    .selectFrom('received_file')
    .select('sha256')
    .where('name', '=', FI)
    .where('state', '=', 'received')
    .executeTakeFirst()
  return { rows: row?.sha256 }
}
