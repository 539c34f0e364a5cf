import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BytePath, OpenFlags } from '../../src/endpoints/files/client-files.ts'
import { confinedTo } from '../../src/endpoints/neutral/confined.ts'
import { folderFiles } from '../../src/endpoints/neutral/folder-files.ts'

let outside = ''
let root = ''

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'sluice-confined-'))
  root = join(outside, 'root')
  await mkdir(join(root, 'a/b'), { recursive: true })
  await writeFile(join(outside, 'secret'), 'secret')
  await writeFile(join(root, 'secret'), 'inside')
  await symlink('../../secret', join(root, 'a/up'))
  await symlink('/secret', join(root, 'a/absolute'))
  await symlink('/', join(root, 'a/b/home'))
  await symlink('b/home', join(root, 'a/twice'))
  await symlink('loop', join(root, 'loop'))
})

afterAll(() => rm(outside, { recursive: true }))

test.each(['/a/up', 'a/absolute', '/../../../secret', 'a/twice/secret', 'a/b/home/../secret'])(
  '%s is the secret inside',
  async (path) => {
    expect(await readFile(await confinedTo(root).follow(path as BytePath), 'utf8')).toBe('inside')
  },
)

test('a link itself is not followed where the link is meant', async () => {
  expect((await confinedTo(root).locate('/a/up' as BytePath)).toString()).toBe(join(root, 'a/up'))
})

test('links that lead in a circle are refused', async () => {
  expect(await folderFiles(root).stat('/loop' as BytePath)).toMatchObject({
    ok: false,
    problem: { code: 'SLU-MISSING' },
  })
})

test('no path leads out of the folder', async () => {
  const element = fc.constantFrom('..', '.', '', 'a', 'b', 'up', 'absolute', 'home', 'twice', 'secret', 'none')
  await fc.assert(
    fc.asyncProperty(fc.array(element, { maxLength: 8 }), async (elements) => {
      const path = elements.join('/') as BytePath
      const places = [confinedTo(root).locate(path), confinedTo(root).follow(path)]
      for (const place of await Promise.allSettled(places))
        if (place.status === 'fulfilled') expect(`${place.value}/`.startsWith(`${root}/`)).toBe(true)
    }),
  )
})

test('a file that is created through a dangling link lies inside', async () => {
  await symlink('/new', join(root, 'dangling'))
  const flags: OpenFlags = { read: false, write: true, append: false, create: true, truncate: true, exclusive: false }
  const opened = await folderFiles(root).open('dangling' as BytePath, flags, {})
  if (opened.ok) await opened.value.close()
  expect(await readFile(join(root, 'new'), 'utf8')).toBe('')
})
