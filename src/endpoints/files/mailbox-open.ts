/** Open files of a mailbox: uploads into IN folders, downloads from OUT folders. */
import type { Now } from '../../base/clock.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { FOLDERS, type Folder } from '../../batch/environment.ts'
import type { Download, Entry, Mailbox, Upload, Visitor } from '../../mailbox/mailbox.ts'
import type { Attributes, BytePath, OpenFile, OpenFlags, Outcome } from './client-files.ts'
import { type FilePlace, fileAt, targetAt } from './mailbox-places.ts'

const NO_READ_BACK: Refusal = refusal(
  'SLU-READ',
  'Files in IN folders cannot be read back.',
  'Use your own copy; the answer will be in the OUT folder.',
)

const NO_WRITING: Refusal = refusal(
  'SLU-WRITE',
  'OUT folders cannot be written.',
  'Put files into IN, INTEST or INTEST-S.',
)

const MODES = { in: 0o640, out: 0o440 } as const

export async function openInMailbox(
  mailbox: Mailbox,
  visitor: Visitor,
  path: BytePath,
  flags: OpenFlags,
  now: Now,
  onTaken: () => void,
): Outcome<OpenFile> {
  const place = flags.write ? targetAt(path) : fileAt(path)
  if (!place.ok) return place
  const { folder, name } = place.value
  if (isIn(folder) && !flags.write) return no(NO_READ_BACK)
  if (!isIn(folder) && flags.write) return no(NO_WRITING)
  if (flags.write) {
    const upload = await begin(mailbox, visitor, place.value, flags)
    return upload.ok ? ok(uploadFile(upload.value, folder, flags.append, now(), onTaken)) : upload
  }
  const download = await mailbox.download(visitor, folder, name)
  return download.ok ? ok(downloadFile(folder, download.value)) : download
}

export function fileAttributes(folder: Folder, { bytes, modifiedAt }: Entry): Attributes {
  const mode = isIn(folder) ? MODES.in : MODES.out
  return { kind: 'file', size: bytes, mode, owner: 0, group: 0, accessedAt: modifiedAt, modifiedAt }
}

/** Without truncation an upload goes on where the unsealed file ends, and only CREATE makes one that is not there (decision 9). */
async function begin(
  mailbox: Mailbox,
  visitor: Visitor,
  { folder, name }: FilePlace,
  { create, truncate, exclusive, append }: OpenFlags,
): Promise<Result<Upload, Refusal>> {
  if (create && exclusive) return mailbox.upload(visitor, folder, name, 'create')
  if (create && truncate) return mailbox.upload(visitor, folder, name, 'replace')
  const found = await mailbox.find(visitor, folder, name)
  if (!found.ok && !(create && found.problem.code === 'SLU-MISSING')) return found
  if (!found.ok || truncate) return mailbox.upload(visitor, folder, name, 'replace')
  const resumed = await mailbox.upload(visitor, folder, name, 'resume')
  // a sealed file is only still listed: writing its name begins a new one (decision 7), but nothing is appended to it
  const begins = create && !append && !resumed.ok && resumed.problem.code === 'SLU-SEALED'
  return begins ? mailbox.upload(visitor, folder, name, 'replace') : resumed
}

/** A sync is answered with ok: the CLOSE that follows makes the bytes durable, and before it nothing is promised. */
function uploadFile(upload: Upload, folder: Folder, append: boolean, openedAt: Date, onTaken: () => void): OpenFile {
  return {
    attributes: async () => ok(fileAttributes(folder, { name: '', bytes: upload.size, modifiedAt: openedAt })),
    read: async () => no(NO_READ_BACK),
    write: (bytes, offset) => upload.write(bytes, append ? upload.size : offset),
    change: async ({ size }) => (size === undefined ? ok(undefined) : upload.truncate(size)),
    sync: async () => ok(undefined),
    close: async () => {
      await using finishing = upload
      const finished = await finishing.finish()
      if (!finished.ok) return finished
      onTaken()
      return ok(undefined)
    },
    [Symbol.asyncDispose]: () => upload[Symbol.asyncDispose](),
  }
}

function downloadFile(folder: Folder, download: Download): OpenFile {
  return {
    attributes: async () => ok(fileAttributes(folder, download.entry)),
    read: async (offset, into) => {
      const bytes = await download.read(offset, into.length)
      into.set(bytes)
      return ok(bytes.length)
    },
    write: async () => no(NO_WRITING),
    change: async () => no(NO_WRITING),
    sync: async () => ok(undefined),
    close: async () => ok(undefined),
    [Symbol.asyncDispose]: () => download[Symbol.asyncDispose](),
  }
}

function isIn(folder: Folder): boolean {
  return FOLDERS.some((row) => row.in === folder)
}
