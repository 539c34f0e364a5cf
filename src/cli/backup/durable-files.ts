/** Files that are on the medium when they are said to be there. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Sha256 } from '../../base/hashes.ts'
import type { ManifestFile } from './manifest.ts'

const LEVEL = 1
const LINES_TOGETHER = 1000

/** Writes a new file below `folder`; readable by nobody else. */
export async function writeFileDurably(
  folder: string,
  path: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<ManifestFile> {
  const whole = join(folder, path)
  await mkdir(dirname(whole), { recursive: true, mode: 0o700 })
  const counter = digesting()
  await pipeline(
    Readable.from(source),
    counter.stream,
    createWriteStream(whole, { flags: 'wx', mode: 0o600, flush: true }),
  )
  return { path, ...counter.told() }
}

/** Lines, packed. `pages` are held one at a time. */
export async function writeLines(
  folder: string,
  path: string,
  pages: AsyncIterable<readonly string[]>,
): Promise<ManifestFile> {
  const zip = createGzip({ level: LEVEL })
  const packed = pipeline(textOf(pages), zip)
  const [file] = await Promise.all([writeFileDurably(folder, path, zip), packed])
  return file
}

/** The lines of such a file, some at a time. */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  const source = createReadStream(path)
  const unpacked = source.pipe(createGunzip())
  source.once('error', (error) => unpacked.destroy(error))
  let rest = ''
  let lines: string[] = []
  for await (const chunk of unpacked.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    if (lines.length < LINES_TOGETHER) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}

/** Reads the whole file. */
export async function digestOf(path: string): Promise<{ readonly bytes: number; readonly sha256: Sha256 }> {
  const counter = digesting()
  await pipeline(createReadStream(path), counter.stream, async (chunks) => {
    for await (const _ of chunks);
  })
  return counter.told()
}

export async function syncFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }
}

/** The folder appears under its name whole, or not at all. */
export async function publishFolder(draft: string, final: string): Promise<void> {
  const inside = await readdir(draft, { recursive: true, withFileTypes: true })
  const folders = inside.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
  await syncFolders(...folders, draft)
  await rename(draft, final)
  await syncFolders(dirname(final))
}

async function* textOf(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const lines of pages) if (lines.length > 0) yield `${lines.join('\n')}\n`
}

function digesting() {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, told: () => ({ bytes, sha256: hash.digest('hex') as Sha256 }) }
}
