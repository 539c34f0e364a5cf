import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refusal } from '../../../src/base/refusal.ts'
import { holdFolder } from '../../../src/endpoints/folder/held-folder.ts'
import { setAside } from '../../../src/endpoints/folder/set-aside.ts'
import { removeDrafts, writeFile as writeAnswerFile } from '../../../src/endpoints/folder/write-file.ts'
import type { Download } from '../../../src/mailbox/mailbox.ts'

const TOO_LARGE = refusal('SLU-SIZE', 'It is too large.', 'Split it.')

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-held-'))
  await mkdir(join(dir, 'in'))
})
afterEach(() => rm(dir, { recursive: true }))

test('a folder that is a link, a file, or not there is trouble with a code', async () => {
  await symlink(join(dir, 'in'), join(dir, 'link'))
  await writeFile(join(dir, 'file'), '')
  await expect(holdFolder(join(dir, 'link'))).rejects.toMatchObject({ name: 'Unavailable', code: 'ENOTDIR' })
  await expect(holdFolder(join(dir, 'file'))).rejects.toMatchObject({ name: 'Unavailable', code: 'ENOTDIR' })
  await expect(holdFolder(join(dir, 'none'))).rejects.toMatchObject({ name: 'Unavailable', code: 'ENOENT' })
})

test('a folder whose name is given to another one is still the one that is held', async () => {
  await writeFile(join(dir, 'in', 'name'), 'mine')
  await using folder = await holdFolder(join(dir, 'in'))
  await rename(join(dir, 'in'), join(dir, 'moved'))
  await mkdir(join(dir, 'other'))
  await writeFile(join(dir, 'other', 'name'), 'stolen')
  await symlink(join(dir, 'other'), join(dir, 'in'))
  await using file = (await folder.openToRead('name'))!
  expect((await file.read(0, 100)).toString()).toBe('mine')
  await folder.remove('name')
  expect(await readFile(join(dir, 'other', 'name'), 'utf8')).toBe('stolen')
})

test('neither a link nor a pipe is opened as a file', async () => {
  await writeFile(join(dir, 'secret'), 'secret')
  await symlink(join(dir, 'secret'), join(dir, 'in', 'link'))
  await promisify(execFile)('mkfifo', [join(dir, 'in', 'pipe')])
  await using folder = await holdFolder(join(dir, 'in'))
  expect(await folder.openToRead('link')).toBeNull()
  await using pipe = (await folder.openToRead('pipe'))! // does not wait for a writer
  expect((await pipe.look()).kind).toBe('other')
  expect((await folder.lookAt('link'))?.kind).toBe('link')
})

test('a listing tells kinds, and ends at its limit', async () => {
  await writeFile(join(dir, 'in', 'file'), '')
  await mkdir(join(dir, 'in', 'folder'))
  await symlink('nowhere', join(dir, 'in', 'link'))
  await promisify(execFile)('mkfifo', [join(dir, 'in', 'pipe')])
  await using folder = await holdFolder(join(dir, 'in'))
  const { listed, isWhole } = await folder.names(4)
  expect(isWhole).toBe(true)
  expect(new Map(listed.map(({ name, kind }) => [name, kind]))).toEqual(
    new Map([
      ['file', 'file'],
      ['folder', 'folder'],
      ['link', 'link'],
      ['pipe', 'other'],
    ]),
  )
  expect(await folder.names(3)).toMatchObject({ isWhole: false, listed: { length: 3 } })
})

test('a refused file is moved beside a text that says why, and replaces nothing', async () => {
  await using folder = await holdFolder(join(dir, 'in'))
  for (const content of ['first', 'second']) {
    await writeFile(join(dir, 'in', 'name'), content)
    await setAside(folder, 'name', TOO_LARGE)
  }
  const refused = (name: string) => readFile(join(dir, 'in', 'refused', name), 'utf8')
  expect(await Promise.all(['name', 'name.1', 'name.txt'].map(refused))).toEqual([
    'first',
    'second',
    'name was not taken in.\n\nSLU-SIZE: It is too large. Split it.\n',
  ])
  expect(await refused('name.1.txt')).toBe(await refused('name.txt'))
})

test('a link in the place of the folder for refused files leads nowhere', async () => {
  await mkdir(join(dir, 'elsewhere'))
  await symlink(join(dir, 'elsewhere'), join(dir, 'in', 'refused'))
  await writeFile(join(dir, 'in', 'name'), 'content')
  await using folder = await holdFolder(join(dir, 'in'))
  await expect(setAside(folder, 'name', TOO_LARGE)).rejects.toMatchObject({ code: 'ENOTDIR' })
  expect(await readFile(join(dir, 'in', 'name'), 'utf8')).toBe('content')
})

test('an answer’s file is written whole, found again, and never put in the place of another', async () => {
  await using folder = await holdFolder(join(dir, 'in'))
  const content = Buffer.alloc(600_000, 'a')
  expect(await writeAnswerFile(folder, 'FO.X', download(content))).toBe('written')
  expect(content.equals(await readFile(join(dir, 'in', 'FO.X')))).toBe(true)
  expect(await writeAnswerFile(folder, 'FO.X', download(content))).toBe('there')
  const other = Buffer.from(content)
  other[599_999] = 98
  expect(await writeAnswerFile(folder, 'FO.X', download(other))).toBe('different')
  expect(content.equals(await readFile(join(dir, 'in', 'FO.X')))).toBe(true)
  await symlink('/nowhere', join(dir, 'in', 'FO.Y'))
  expect(await writeAnswerFile(folder, 'FO.Y', download(content))).toBe('different')
  expect((await folder.names(10)).listed.map(({ name }) => name).sort()).toEqual(['FO.X', 'FO.Y'])
})

test('a content that fails leaves nothing behind, and what a dead process left is removed', async () => {
  await using folder = await holdFolder(join(dir, 'in'))
  const broken = { ...download(Buffer.from('abc')), read: () => Promise.reject(new Error('broken')) }
  await expect(writeAnswerFile(folder, 'FO.X', broken)).rejects.toThrow('broken')
  await writeFile(join(dir, 'in', '.tmp-FO.X-0123456789abcdef'), 'half')
  await writeFile(join(dir, 'in', '.tmp-mine'), 'of somebody else')
  await removeDrafts(folder, 100)
  expect((await folder.names(10)).listed.map(({ name }) => name)).toEqual(['.tmp-mine'])
})

function download(content: Buffer): Download {
  return {
    entry: { name: '', bytes: content.length, modifiedAt: new Date(0) },
    read: async (offset, length) => content.subarray(offset, offset + length),
    async [Symbol.asyncDispose]() {},
  }
}
