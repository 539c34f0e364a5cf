import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  dropStaleLocks,
  isBeingWritten,
  isServerOf,
  parsePidFile,
  readPidFile,
} from '../../../src/database/embedded/postmaster.ts'

const TEXT = '4711\n/spool/postgres/cluster\n1795456565\n5432\n/tmp/sluice-x\n\n  1234 5\nready   \n'

test('reads the pid file of a running server', () => {
  expect(parsePidFile(TEXT, 7)).toEqual({
    pid: 4711,
    socketFolder: '/tmp/sluice-x',
    identity: '4711\n/spool/postgres/cluster\n1795456565',
    owner: 7,
  })
})

test('reads a pid only from a whole first line, and never fails', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: TEXT.length }), (length) => {
      expect(parsePidFile(TEXT.slice(0, length), 0)?.pid).toBe(length > '4711'.length ? 4711 : undefined)
    }),
  )
  expect(['', '\n', '0\n', '-1\n', 'x\n', '12345678901\n'].map((text) => parsePidFile(text, 0))).toEqual(
    Array(6).fill(undefined),
  )
  fc.assert(fc.property(fc.string(), (text) => void parsePidFile(text, 0)))
})

test('a pid that was given to another program is no server, and its lock files go', async () => {
  const cluster = await mkdtemp(join(tmpdir(), 'sluice-postmaster-'))
  await writeFile(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n`)
  await writeFile(join(cluster, 'socket.lock'), `${process.pid}\n`)
  expect(await isServerOf(process.pid, cluster)).toBe(false)
  expect(await dropStaleLocks(cluster, join(cluster, 'socket.lock'))).toBe(true)
  expect(await readdir(cluster)).toEqual([])
  await rm(cluster, { recursive: true })
})

test('the lock files of a dead server stay, for PostgreSQL itself to judge', async () => {
  const cluster = await mkdtemp(join(tmpdir(), 'sluice-postmaster-'))
  await writeFile(join(cluster, 'postmaster.pid'), '999999999\n/x\n1\n')
  expect(await dropStaleLocks(cluster, join(cluster, 'socket.lock'))).toBe(false)
  expect(await readPidFile(cluster)).toMatchObject({ pid: 999999999 })
  await rm(cluster, { recursive: true })
})

test('an empty lock file is another starter at work for ten seconds, then left by a crash', async () => {
  const cluster = await mkdtemp(join(tmpdir(), 'sluice-postmaster-'))
  const [made, lock] = [1_795_456_565_000, join(cluster, 'socket.lock')]
  for (const path of [join(cluster, 'postmaster.pid'), lock]) {
    await writeFile(path, '')
    await utimes(path, made / 1000, made / 1000)
  }
  expect([await isBeingWritten(cluster, made + 10_000), await dropStaleLocks(cluster, lock, made + 10_000)]).toEqual([
    true,
    false,
  ])
  expect([await isBeingWritten(cluster, made + 10_001), await dropStaleLocks(cluster, lock, made + 10_001)]).toEqual([
    false,
    true,
  ])
  expect(await readdir(cluster)).toEqual([])
  expect(await isBeingWritten(cluster)).toBe(false)
  await rm(cluster, { recursive: true })
})
