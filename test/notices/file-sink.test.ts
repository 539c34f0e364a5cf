import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { createFileSink } from '../../src/notices/file-sink.ts'

const MESSAGE = { id: '0192-a', medium: 'sms', to: '+32470123456', subject: '', text: 'Code: 1234' } as const
const signal = new AbortController().signal

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'messages-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('a message is one whole file for its owner alone, in a folder that is made; twice is once', async () => {
  const folder = join(root, 'spool', 'messages')
  const send = createFileSink(folder)
  expect(await send(MESSAGE, signal)).toEqual({ ok: true, value: undefined })
  await send(MESSAGE, signal)
  expect(await readdir(folder)).toEqual(['0192-a.json'])
  expect(JSON.parse(await readFile(join(folder, '0192-a.json'), 'utf8'))).toEqual(MESSAGE)
  expect((await stat(join(folder, '0192-a.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('a folder that cannot be made is something for later, and its message is not in the error', async () => {
  await writeFile(join(root, 'file'), '')
  const failed = createFileSink(join(root, 'file', 'messages'))(MESSAGE, signal)
  await expect(failed).rejects.toThrow(Unavailable)
  await expect(failed).rejects.not.toThrow(/1234|\+32/)
})
