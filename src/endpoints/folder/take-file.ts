/** One file of a folder through the one door: copied, committed, removed. */

import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { folderSession } from '../../batch/channel.ts'
import type { Upload } from '../../mailbox/mailbox.ts'
import type { OpenedFile } from './held-folder.ts'
import { isSame, type Look } from './look.ts'
import type { Scene } from './scene.ts'
import type { NamedFile } from './sort-names.ts'
import { FolderTrouble } from './trouble.ts'

export type FoundFile = NamedFile & { readonly look: Look }

export type Taking =
  | { readonly did: 'taken' }
  /** It was written to, or went away, while we looked: nothing of it was kept. */
  | { readonly did: 'changed' | 'unreadable' | 'stopped' }
  | { readonly did: 'refused'; readonly refusal: Refusal }

const CHUNK_BYTES = 256 * 1024

export function sessionOf({ look: { inode, changedNs, bytes } }: FoundFile): string {
  return folderSession({ inode, changedNs, bytes })
}

/** When it answers `taken` the file is ours, and only its removal is left to do. */
export async function takeFile(file: FoundFile, scene: Scene): Promise<Taking> {
  const source = await scene.folder.openToRead(file.name)
  if (!source) return { did: (await isThere(file, scene)) ? 'unreadable' : 'changed' }
  await using reading = source
  if (!isSame(await reading.look(), file.look)) return { did: 'changed' }
  const { folder, name } = file
  const visitor = { ...scene.visitor, session: sessionOf(file) }
  const begun = await scene.deps.mailbox.upload(visitor, folder, name, 'replace')
  if (!begun.ok) return { did: 'refused', refusal: begun.problem }
  await using upload = begun.value
  const copied = await copy(reading, upload, Number(file.look.bytes), scene)
  if (!copied.ok) return copied.problem
  if (!isSame(await reading.look(), file.look)) return { did: 'changed' }
  const finished = await upload.finish()
  return finished.ok ? { did: 'taken' } : { did: 'refused', refusal: finished.problem }
}

/** Removes what is ours now, unless another file came under its name. False when it cannot be removed. */
export async function removeTaken(file: FoundFile, { folder }: Scene): Promise<boolean> {
  const look = await folder.lookAt(file.name)
  if (!look || !isSame(look, file.look)) return true
  try {
    await folder.remove(file.name)
    return true
  } catch (error) {
    if (error instanceof FolderTrouble) return false // the file is known again by its session
    throw error
  }
}

async function copy(
  source: OpenedFile,
  upload: Upload,
  bytes: number,
  { signal, beat }: Scene,
): Promise<Result<void, Taking>> {
  for (let offset = 0; offset < bytes; ) {
    if (signal.aborted) return no({ did: 'stopped' })
    beat()
    const chunk = await source.read(offset, Math.min(CHUNK_BYTES, bytes - offset))
    if (chunk.length === 0) return no({ did: 'changed' })
    const written = await upload.write(chunk, offset)
    if (!written.ok) return no({ did: 'refused', refusal: written.problem })
    offset += chunk.length
  }
  return ok(undefined)
}

async function isThere(file: FoundFile, { folder }: Scene): Promise<boolean> {
  const look = await folder.lookAt(file.name)
  return look !== null && isSame(look, file.look)
}
