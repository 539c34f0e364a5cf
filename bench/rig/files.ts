/** Files to send. What is sent twice has other bytes each time, for a store by hash knows what it has. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const CHUNK_BYTES = 1_000_000
const STAMP_BYTES = 32

/** A file of random bytes, on the disk when it resolves, so that writing it back disturbs nobody. */
export async function writeLargeFile(path: string, megabytes: number): Promise<void> {
  await using file = await open(path, 'w')
  for (let chunk = 0; chunk < megabytes; chunk++) await file.write(randomBytes(CHUNK_BYTES))
  await file.sync()
}

/** Makes its bytes others than they ever were. */
export async function stamp(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.write(randomBytes(STAMP_BYTES), 0, STAMP_BYTES, 0)
  await file.sync()
}

/** What a server that never syncs leaves to be done until the file is on the disk; resolves with the seconds it took. */
export async function syncFile(path: string): Promise<number> {
  const began = performance.now()
  await using file = await open(path, 'r')
  await file.sync()
  return (performance.now() - began) / 1000
}

/** A file of zeros that takes no room. */
export async function writeSparseFile(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w')
  await file.truncate(bytes)
}

/** A new folder with files of random bytes, all of it on the disk when it resolves. */
export async function makeFilledFolder(folder: string, names: readonly string[], bytesEach: number): Promise<void> {
  await mkdir(folder)
  for (const name of names) {
    await using file = await open(join(folder, name), 'w')
    await file.write(randomBytes(bytesEach))
    await file.sync()
  }
}

/** Removes a file, and waits until the disk knows, so that whoever writes next does not pay for it. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true })
  await using folder = await open(dirname(path), 'r')
  await folder.sync()
}
