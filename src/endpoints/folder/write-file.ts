/** A file of an answer appears in the folder whole and under its name at once, or not at all, and never in the place of another one. */
import { randomBytes } from 'node:crypto'
import type { Download } from '../../mailbox/mailbox.ts'
import type { HeldFolder, OpenedFile } from './held-folder.ts'
import { FolderTrouble } from './trouble.ts'

/** `different`: another file has the name, which is for a person to look at. */
export type Written = 'written' | 'there' | 'different'

/** For the receiver's own account, which is expected to share a group with the gateway. */
const FILE_MODE = 0o640
const CHUNK_BYTES = 256 * 1024
const DRAFT = /^\.tmp-[A-Z]{2}\..*-[0-9a-f]{16}$/

/** Two processes never meet in a draft, for its name is random. */
function draftName(name: string): string {
  return `.tmp-${name}-${randomBytes(8).toString('hex')}`
}

/** Removes what a process that died left half written; only the holder of the folder's lease may ask for it. */
export async function removeDrafts(folder: HeldFolder, namesMax: number): Promise<void> {
  const { listed } = await folder.names(namesMax)
  for (const { name, kind } of listed) if (kind === 'file' && DRAFT.test(name)) await folder.remove(name)
}

export async function writeFile(folder: HeldFolder, name: string, content: Download): Promise<Written> {
  const there = await compare(folder, name, content)
  if (there) return there
  const draft = draftName(name)
  const file = await folder.create(draft, FILE_MODE)
  if (!file) throw new FolderTrouble('EEXIST')
  try {
    await fill(file, content)
    const linked = await folder.link(draft, name)
    if (linked === false) return (await compare(folder, name, content)) ?? 'different'
    if (linked === null) await folder.rename(draft, folder, name) // no hard links here: the look above must do
    return 'written'
  } finally {
    await folder.remove(draft)
  }
}

async function fill(file: OpenedFile, content: Download): Promise<void> {
  await using writing = file
  for await (const bytes of chunksOf(content)) await writing.append(bytes)
  await writing.settle(FILE_MODE)
}

/** Null when nothing has the name. */
async function compare(folder: HeldFolder, name: string, content: Download): Promise<'there' | 'different' | null> {
  const look = await folder.lookAt(name)
  if (!look) return null
  if (look.kind !== 'file' || look.bytes !== BigInt(content.entry.bytes)) return 'different'
  const file = await folder.openToRead(name)
  if (!file) return 'different'
  await using reading = file
  let offset = 0
  for await (const bytes of chunksOf(content)) {
    if (!bytes.equals(await reading.read(offset, bytes.length))) return 'different'
    offset += bytes.length
  }
  return 'there'
}

async function* chunksOf({ entry, read }: Download): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < entry.bytes; offset += CHUNK_BYTES) {
    const bytes = await read(offset, Math.min(CHUNK_BYTES, entry.bytes - offset))
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
}
