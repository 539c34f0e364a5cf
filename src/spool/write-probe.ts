import type { Disk } from './disk.ts'

const BYTE = Buffer.from('?')

/** Brings a byte to the medium and takes it away again: a disk that became read-only, full or deaf says so here and nowhere else. */
export async function writeProbe(disk: Disk, path: string): Promise<void> {
  const file = await disk.create(path)
  try {
    await file.write(BYTE, 0)
    await file.sync()
  } finally {
    await file.close().finally(() => disk.unlink(path))
  }
}
