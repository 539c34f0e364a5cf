import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { holdingContents } from '../../src/database/dump/hold-contents.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { closeRig, openRig, put, type Rig } from '../mailbox/rig.ts'

let rig: Rig
let sluice: CommandLine
let backups: string
const open: AsyncDisposable[] = []
beforeEach(async () => {
  rig = await openRig()
  open.push(rig)
  sluice = commandLine(rig.database, [`spool.dir=${rig.dir}/spool`])
  backups = mkdtempSync(join(rig.dir, 'backups-'))
})
afterEach(() => sluice[Symbol.dispose]())
afterAll(async () => {
  for (const one of open) await one[Symbol.asyncDispose]()
  await closeRig()
})

/** A backup with one content more than the last; the text that it was made with. */
async function made(number: number, ...words: string[]) {
  await put(rig, 'IN', `FI.DMFA.123456.20261128.0000${number}.R.1.1`, randomBytes(900).toString('latin1'))
  return JSON.parse((await sluice('backup', backups, '--json', ...words)).out)
}

const names = () =>
  readdirSync(backups)
    .filter((name) => name !== 'blobs')
    .sort()
const contents = () =>
  readdirSync(join(backups, 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 60)

test('rule 31.14: so many of the latest are kept, and every content that one of them names', async () => {
  const first = await made(1)
  const hash = contents()[0]!.slice(3)
  const second = await made(2)
  const third = await made(3)
  await rig.database.queries.deleteFrom('received_file').where('sha256', '=', hash).execute()
  const fourth = await made(4, '--keep', '3')
  expect(fourth.pruned).toEqual({ removed: [first.name], damaged: [], contents: 0 })
  const fifth = await made(5, '--keep', '2')
  expect(fifth.pruned).toEqual({ removed: [third.name, second.name], damaged: [], contents: 1 })
  expect(names()).toEqual([fourth.name, fifth.name])
  expect(contents().map((path) => path.slice(3))).not.toContain(hash)
  expect(contents()).toHaveLength(4)
  expect((await sluice('recover', '--from', backups, '--json')).code).toBe(0)
})

test.each([
  ['a file of it is damaged', (name: string) => appendFileSync(join(backups, name, 'tables', 'audit.gz'), 'x')],
  ['its manifest is damaged', (name: string) => appendFileSync(join(backups, name, 'manifest.json'), 'x')],
])('rule 31.14: a backup does not count when %s, and no content leaves', async (_, harm) => {
  const first = await made(1)
  const second = await made(2)
  harm(second.name)
  const third = await made(3, '--keep', '2')
  expect(third.pruned).toEqual({ removed: [], damaged: [second.name], contents: 0 })
  expect(names()).toEqual([first.name, second.name, third.name])
  const fourth = await made(4, '--keep', '2')
  expect(fourth.pruned).toEqual({ removed: [second.name, first.name], damaged: [], contents: 0 })
})

test('rule 31.14: nothing is removed after a backup that misses contents, nor while another is made', async () => {
  const first = await made(1)
  const busy = await holdingContents(rig.database.queries, () => made(2, '--keep', '1'))
  expect(busy.pruned.refused).toBe('Another backup is being made; nothing was removed.')
  for await (const hash of rig.spool.blobs()) await rig.spool.remove(hash)
  const fresh = mkdtempSync(join(rig.dir, 'fresh-'))
  const said = await sluice('backup', fresh, '--keep', '1')
  expect([said.code, said.out.split('\n').at(-1)]).toEqual([1, 'This backup misses contents; older ones stay.'])
  expect(names()).toEqual([first.name, busy.name])
})

test.each(['0', '-1', '1.5', 'all'])('--keep %s is refused before a backup is made', async (keep) => {
  expect(await sluice('backup', backups, `--keep=${keep}`)).toMatchObject({ code: 2, out: '' })
  expect(readdirSync(backups)).toEqual([])
})
