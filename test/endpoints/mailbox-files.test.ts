import { expect, test } from 'vitest'
import type { Refusal } from '../../src/base/refusal.ts'
import type { Result } from '../../src/base/result.ts'
import type { BytePath, ClientFiles, OpenFlags } from '../../src/endpoints/files/client-files.ts'
import { mailboxFiles } from '../../src/endpoints/files/mailbox-files.ts'
import { type MemoryMailbox, memoryMailbox, VISITOR } from './support/memory-mailbox.ts'

const NOW = new Date('2026-11-23T12:00:00Z')

test('the root shows the six folders', async () => {
  const { files } = scene()
  const names = (await listed(files, '/')).map(({ name, attributes }) => [name, attributes.kind])
  expect(names).toEqual(['IN', 'OUT', 'INTEST', 'OUTTEST', 'INTEST-S', 'OUTTEST-S'].map((name) => [name, 'directory']))
})

test('a folder shows its files, and an empty one nothing', async () => {
  const { files } = scene({ 'OUT/FO.x': 'abc', 'IN/a': '1' })
  expect(await listed(files, 'OUT')).toMatchObject([
    { name: 'FO.x', attributes: { kind: 'file', size: 3, mode: 0o440 } },
  ])
  expect(await listed(files, './INTEST')).toEqual([])
})

// biome-ignore format: a table
test.each<[string, Partial<OpenFlags>, boolean, string]>([
  ['put',                         { create: true, truncate: true },                  true,  'upload IN/a replace'],
  ['put of a new file',           { create: true, truncate: true },                  false, 'upload IN/a replace'],
  ['reput',                       { create: true },                                  true,  'upload IN/a resume'],
  ['reput of what is not there',  { create: true },                                  false, 'upload IN/a replace'],
  ['append',                      { create: true, append: true },                    true,  'upload IN/a resume'],
  ['open for update',             {},                                                true,  'upload IN/a resume'],
  ['open for update, not there',  {},                                                false, 'SLU-MISSING'],
  ['truncate what is not there',  { truncate: true },                                false, 'SLU-MISSING'],
  ['create exclusively',          { create: true, exclusive: true },                 false, 'upload IN/a create'],
  ['create what is there',        { create: true, exclusive: true },                 true,  'SLU-EXISTS'],
])('%s (cases S17, S18)', async (_, flags, exists, expected) => {
  const { files, mailbox } = scene(exists ? { 'IN/a': '12' } : {})
  const opened = await files.open('IN/a' as BytePath, write(flags), {})
  expect(opened.ok ? mailbox.asked[0] : opened.problem.code).toBe(expected)
})

test('an append goes to the end whatever offset the client says (case S17)', async () => {
  const { files, mailbox } = scene({ 'IN/a': '12' })
  const file = value(await files.open('IN/a' as BytePath, write({ create: true, append: true }), {}))
  await file.write(Buffer.from('34'), 0)
  await file.write(Buffer.from('56'), 0)
  await file.close()
  expect(mailbox.files.get('IN/a')?.toString()).toBe('123456')
})

test('nothing remains of an upload that was not closed (case S15)', async () => {
  const { files, mailbox } = scene()
  const file = value(await files.open('IN/a' as BytePath, write({ create: true, truncate: true }), {}))
  await file.write(Buffer.from('34'), 0)
  await file[Symbol.asyncDispose]()
  expect([mailbox.files.size, mailbox.asked]).toEqual([0, ['upload IN/a replace', 'over IN/a']])
})

test('a hole is refused at the end (case S14)', async () => {
  const { files } = scene()
  const file = value(await files.open('IN/a' as BytePath, write({ create: true, truncate: true }), {}))
  await file.write(Buffer.from('34'), 10)
  expect(codeOf(await file.close())).toBe('SLU-HOLE')
})

// biome-ignore format: a table
test.each<[string, (files: ClientFiles) => Promise<Result<unknown, Refusal>>, string]>([
  ['reading from IN',               (files) => files.open('IN/a' as BytePath, READ, {}),                         'SLU-READ'],
  ['writing to OUT',                (files) => files.open('OUT/x' as BytePath, write({ create: true }), {}),     'SLU-WRITE'],
  ['writing beside the folders',    (files) => files.open('x' as BytePath, write({ create: true }), {}),         'SLU-FOLDER'],
  ['writing below a file',          (files) => files.open('IN/a/b' as BytePath, write({ create: true }), {}),    'SLU-FOLDER'],
  ['writing over a folder',         (files) => files.open('IN' as BytePath, write({ create: true }), {}),        'SLU-FOLDER'],
  ['a name that is not ASCII',      (files) => files.open('IN/\xff' as BytePath, write({ create: true }), {}),   'SLU-NAME'],
  ['looking for such a name',       (files) => files.stat('IN/\xff' as BytePath),                                'SLU-MISSING'],
  ['looking for what is not there', (files) => files.stat('OUT/none' as BytePath),                               'SLU-MISSING'],
  ['looking beside the folders',    (files) => files.stat('/etc/passwd' as BytePath),                            'SLU-MISSING'],
  ['listing a file',                (files) => files.list('OUT/x' as BytePath),                                  'SLU-MISSING'],
  ['removing a folder',             (files) => files.remove('IN' as BytePath),                                   'SLU-MISSING'],
  ['renaming into OUT',             (files) => files.rename('IN/a' as BytePath, 'OUT/a' as BytePath, true),      'SLU-FOLDER'],
  ['renaming to an illegal name',   (files) => files.rename('IN/a' as BytePath, 'IN/a b' as BytePath, false),    'SLU-NAME'],
  ['renaming to what is there',     (files) => files.rename('IN/a' as BytePath, 'IN/b' as BytePath, false),      'SLU-EXISTS'],
  ['times of what is not there',    (files) => files.change('IN/none' as BytePath, {}),                          'SLU-MISSING'],
])('%s is refused (cases S19 to S21, N2)', async (_, work, code) => {
  const { files } = scene({ 'IN/a': '1', 'IN/b': '2', 'OUT/x': '3' })
  expect(codeOf(await work(files))).toBe(code)
})

test('posix-rename is asked for as such (case S18)', async () => {
  const { files, mailbox } = scene({ 'IN/a': '1', 'IN/b': '2' })
  await files.rename('IN/a' as BytePath, 'IN/b' as BytePath, true)
  expect(mailbox.asked).toEqual(['rename IN a b true'])
})

test('modes, owners and times have no effect, a size cuts the file (case S20)', async () => {
  const { files, mailbox } = scene({ 'IN/a': '1234' })
  const times = { accessedAt: new Date(0), modifiedAt: new Date(0) }
  const change = { mode: 0o4777, ownership: { owner: 0, group: 0 }, times }
  expect(await files.change('IN/a' as BytePath, change)).toEqual({ ok: true, value: undefined })
  expect(mailbox.asked).toEqual([])
  await files.change('IN/a' as BytePath, { size: 2 })
  expect(mailbox.files.get('IN/a')?.toString()).toBe('12')
})

test('the time of the file that was sent last is taken without a look, unless it was removed or renamed since (case S20)', async () => {
  const { files, mailbox } = scene()
  const looked: string[] = []
  const { find } = mailbox
  Object.assign(mailbox, {
    find: (...asked: Parameters<typeof find>) => {
      looked.push(asked[2])
      return find(...asked)
    },
  })
  const path = 'IN/a' as BytePath
  const sent = await files.open(path, WRITE_NEW, {})
  if (!sent.ok) throw new Error('not opened')
  await sent.value.close()
  const change = { times: { accessedAt: new Date(0), modifiedAt: new Date(0) } }
  expect(await files.change(path, change)).toEqual({ ok: true, value: undefined })
  expect(looked).toEqual([])
  await files.rename(path, 'IN/b' as BytePath, false)
  expect(codeOf(await files.change(path, change))).toBe('SLU-MISSING')
  await files.remove('IN/b' as BytePath)
  expect(codeOf(await files.change('IN/b' as BytePath, change))).toBe('SLU-MISSING')
  expect(looked).toEqual(['a', 'b'])
})

test('folders and links are not offered (case S20)', () => {
  const { files } = scene()
  const { makeFolder, removeFolder, makeLink, readLink, makeHardLink, volume } = files
  expect([makeFolder, removeFolder, makeLink, readLink, makeHardLink, volume]).toEqual(Array(6).fill(undefined))
})

test('a download gives the bytes of OUT, and none behind their end', async () => {
  const { files, mailbox } = scene({ 'OUT/x': 'abcdef' })
  const file = value(await files.open('/OUT/x' as BytePath, READ, {}))
  const into = Buffer.alloc(3)
  expect([await file.read(2, into), into.toString(), await file.read(6, into)]).toEqual([
    { ok: true, value: 3 },
    'cde',
    { ok: true, value: 0 },
  ])
  await file[Symbol.asyncDispose]()
  expect(mailbox.asked).toEqual(['download over'])
})

const WRITE_NEW: OpenFlags = {
  ...{ read: false, write: true, append: false, create: true, truncate: true, exclusive: false },
}
const READ: OpenFlags = { read: true, write: false, append: false, create: false, truncate: false, exclusive: false }

function write(flags: Partial<OpenFlags>): OpenFlags {
  return { ...READ, read: false, write: true, ...flags }
}

function scene(content: Record<string, string> = {}): { files: ClientFiles; mailbox: MemoryMailbox } {
  const mailbox = memoryMailbox(content)
  return { mailbox, files: mailboxFiles(mailbox, VISITOR, () => NOW) }
}

async function listed(files: ClientFiles, path: string) {
  const pages = []
  for await (const page of value(await files.list(path as BytePath))) pages.push(...page)
  return pages
}

function value<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Error(result.problem.code)
  return result.value
}

function codeOf(result: Result<unknown, Refusal>): string {
  return result.ok ? 'ok' : result.problem.code
}
