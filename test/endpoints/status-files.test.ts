import { expect, test } from 'vitest'
import type { Refusal } from '../../src/base/refusal.ts'
import type { Result } from '../../src/base/result.ts'
import type { BytePath, ClientFiles, OpenFlags } from '../../src/endpoints/files/client-files.ts'
import { mailboxFiles } from '../../src/endpoints/files/mailbox-files.ts'
import type { StatusFile } from '../../src/mailbox/status/status-folder.ts'
import { memoryMailbox, VISITOR } from './support/memory-mailbox.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const CHANGED = new Date('2026-11-23T08:00:00Z')
const SIX = ['IN', 'OUT', 'INTEST', 'OUTTEST', 'INTEST-S', 'OUTTEST-S']

test('the root shows a seventh folder, which nobody may write, only where the switch is on', async () => {
  expect((await listed(scene().files, '/')).map(({ name }) => name)).toEqual([...SIX, 'STATUS'])
  expect((await listed(scene().files, '/')).at(-1)?.attributes).toMatchObject({ kind: 'directory', mode: 0o550 })
  expect((await listed(scene(false).files, '/')).map(({ name }) => name)).toEqual(SIX)
})

test('the folder lists its files with size and the time of their last change', async () => {
  const attributes = {
    kind: 'file',
    size: 6,
    mode: 0o440,
    owner: 0,
    group: 0,
    accessedAt: CHANGED,
    modifiedAt: CHANGED,
  }
  expect(await listed(scene().files, '/STATUS/')).toEqual([{ name: 'QUEUES.txt', attributes }])
  expect(await scene().files.stat('STATUS/QUEUES.txt' as BytePath)).toEqual({ ok: true, value: attributes })
})

test('a file is read as it was when it was opened', async () => {
  const { files, status } = scene()
  const file = value(await files.open('/STATUS/QUEUES.txt' as BytePath, READ, {}))
  status.length = 0
  const into = Buffer.alloc(4)
  expect([await file.read(2, into), into.toString(), await file.read(6, into)]).toEqual([
    { ok: true, value: 4 },
    'cdef',
    { ok: true, value: 0 },
  ])
  expect(await file.attributes()).toMatchObject({ value: { size: 6, modifiedAt: CHANGED } })
})

// biome-ignore format: a table
const TABLE: [string, (files: ClientFiles) => Promise<Result<unknown, Refusal>>, on: string, off: string][] = [
  ['writing a file',          (files) => files.open(at('STATUS/x'), write({ create: true, truncate: true }), {}),  'SLU-WRITE',   'SLU-FOLDER'],
  ['writing one that exists', (files) => files.open(at('STATUS/QUEUES.txt'), write({ truncate: true }), {}),       'SLU-WRITE',   'SLU-FOLDER'],
  ['appending',               (files) => files.open(at('STATUS/QUEUES.txt'), write({ append: true }), {}),         'SLU-WRITE',   'SLU-FOLDER'],
  ['writing over the folder', (files) => files.open(at('STATUS'), write({ create: true }), {}),                    'SLU-WRITE',   'SLU-FOLDER'],
  ['removing a file',         (files) => files.remove(at('STATUS/QUEUES.txt')),                                    'SLU-WRITE',   'SLU-MISSING'],
  ['removing the folder',     (files) => files.remove(at('STATUS')),                                               'SLU-WRITE',   'SLU-MISSING'],
  ['renaming a file',         (files) => files.rename(at('STATUS/QUEUES.txt'), at('STATUS/x'), true),              'SLU-WRITE',   'SLU-MISSING'],
  ['moving one out of it',    (files) => files.rename(at('STATUS/QUEUES.txt'), at('IN/x'), false),                 'SLU-WRITE',   'SLU-MISSING'],
  ['moving one into it',      (files) => files.rename(at('IN/a'), at('STATUS/a'), false),                          'SLU-WRITE',   'SLU-FOLDER'],
  ['cutting one',             (files) => files.change(at('STATUS/QUEUES.txt'), { size: 0 }),                       'SLU-WRITE',   'SLU-MISSING'],
  ['setting its mode',        (files) => files.change(at('STATUS/QUEUES.txt'), { mode: 0o777 }),                   'ok',          'SLU-MISSING'],
  ['a mode of what is not',   (files) => files.change(at('STATUS/x'), { mode: 0o777 }),                            'SLU-MISSING', 'SLU-MISSING'],
  ['reading what is not',     (files) => files.open(at('STATUS/x'), READ, {}),                                     'SLU-MISSING', 'SLU-MISSING'],
  ['reading the folder',      (files) => files.open(at('STATUS'), READ, {}),                                       'SLU-MISSING', 'SLU-MISSING'],
  ['reading a file',          (files) => files.open(at('STATUS/QUEUES.txt'), READ, {}),                            'ok',          'SLU-MISSING'],
  ['looking at the folder',   (files) => files.lstat(at('/STATUS')),                                               'ok',          'SLU-MISSING'],
  ['looking below a file',    (files) => files.stat(at('STATUS/QUEUES.txt/x')),                                    'SLU-MISSING', 'SLU-MISSING'],
  ['listing a file',          (files) => files.list(at('STATUS/QUEUES.txt')),                                      'SLU-MISSING', 'SLU-MISSING'],
  ['another capitalisation',  (files) => files.stat(at('Status')),                                                 'SLU-MISSING', 'SLU-MISSING'],
]

test.each(TABLE)('%s is answered as such, and as ever where the switch is off', async (_, work, on, off) => {
  expect([codeOf(await work(scene().files)), codeOf(await work(scene(false).files))]).toEqual([on, off])
})

test('a refusal says what STATUS is and where files go', async () => {
  expect(await scene().files.remove(at('STATUS/QUEUES.txt'))).toMatchObject({
    problem: {
      cause: 'STATUS is written by the gateway and can only be read.',
      remedy: 'Put files into IN, INTEST or INTEST-S.',
    },
  })
})

test('the six folders are used without asking for STATUS', async () => {
  const { files, asked } = scene()
  await listed(files, '/IN')
  await files.stat(at('IN/a'))
  await files.change(at('IN/a'), { mode: 0o600 })
  await files.rename(at('IN/a'), at('IN/b'), false)
  await files.remove(at('IN/b'))
  expect(asked).toEqual([])
})

const READ: OpenFlags = { read: true, write: false, append: false, create: false, truncate: false, exclusive: false }

function write(flags: Partial<OpenFlags>): OpenFlags {
  return { ...READ, read: false, write: true, ...flags }
}

function at(path: string): BytePath {
  return path as BytePath
}

function scene(isOn = true) {
  const content = Buffer.from('abcdef')
  const status: StatusFile[] = [{ name: 'QUEUES.txt', bytes: 6, modifiedAt: CHANGED, content }]
  const mailbox = memoryMailbox({ 'IN/a': '1' }, isOn ? status : null)
  const asked: string[] = []
  const watched = {
    ...mailbox,
    status: {
      isShown: async () => {
        asked.push('isShown')
        return isOn
      },
      files: async () => {
        asked.push('files')
        return [...status]
      },
    },
  }
  return { files: mailboxFiles(watched, VISITOR, () => NOW), status, asked }
}

async function listed(files: ClientFiles, path: string) {
  const pages = []
  for await (const page of value(await files.list(at(path)))) pages.push(...page)
  return pages
}

function value<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Error(result.problem.code)
  return result.value
}

function codeOf(result: Result<unknown, Refusal>): string {
  return result.ok ? 'ok' : result.problem.code
}
