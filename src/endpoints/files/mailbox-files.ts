/**
 * A sender's mailbox as SFTP and FTP show it: six folders under the root, which is the home (spec §3), and perhaps STATUS. It
 * translates, and decides only what a path means.
 */
import { type Now, systemNow } from '../../base/clock.ts'
import { no, ok } from '../../base/result.ts'
import type { Folder } from '../../batch/environment.ts'
import type { Mailbox, Visitor } from '../../mailbox/mailbox.ts'
import type { AttributeChange, Attributes, BytePath, ClientFiles, ListedFile, Outcome } from './client-files.ts'
import { fileAttributes, openInMailbox } from './mailbox-open.ts'
import { ALL_FOLDERS, fileAt, NO_SUCH_FILE, OTHER_FOLDER, placeOf, targetAt } from './mailbox-places.ts'
import { normalised } from './paths.ts'
import { withStatus } from './status-files.ts'

type Scene = {
  readonly mailbox: Mailbox
  readonly visitor: Visitor
  readonly now: Now
  /** What this log-in sent last: clients set the time of each file that they sent, and need not have it looked up again. */
  lastTaken: BytePath | null
}

const FOLDER_MODE = 0o750

/** Folders cannot be made, removed or linked, and modes and times are taken without effect (case S20). */
export function mailboxFiles(mailbox: Mailbox, visitor: Visitor, now: Now = systemNow): ClientFiles {
  return withStatus(sixFolders({ mailbox, visitor, now, lastTaken: null }), mailbox.status, visitor, now)
}

function sixFolders(scene: Scene): ClientFiles {
  const { mailbox, visitor, now } = scene
  return {
    announces: { copyData: false },
    resolve: async (path) => ok(normalised(path)),
    stat: (path) => lookUp(scene, path),
    lstat: (path) => lookUp(scene, path),
    list: (path) => list(scene, path),
    open: (path, flags) =>
      openInMailbox(mailbox, visitor, path, flags, now, () => {
        scene.lastTaken = normalised(path)
      }),
    remove: async (path) => {
      scene.lastTaken = null
      const file = fileAt(path)
      return file.ok ? mailbox.remove(visitor, file.value.folder, file.value.name) : file
    },
    rename: (from, to, overwrite) => rename(scene, from, to, overwrite),
    change: (path, attributes) => change(scene, path, attributes),
  }
}

async function lookUp({ mailbox, visitor, now }: Scene, path: BytePath): Outcome<Attributes> {
  const place = placeOf(path)
  if (place.at === 'root' || place.at === 'folder') return ok(folderAttributes(now()))
  if (place.at !== 'file') return no(NO_SUCH_FILE)
  const entry = await mailbox.find(visitor, place.folder, place.name)
  return entry.ok ? ok(fileAttributes(place.folder, entry.value)) : entry
}

async function list(scene: Scene, path: BytePath): Outcome<AsyncIterable<readonly ListedFile[]>> {
  const place = placeOf(path)
  if (place.at === 'root') return ok(rootPage(scene.now()))
  return place.at === 'folder' ? ok(folderPages(scene, place.folder)) : no(NO_SUCH_FILE)
}

async function* rootPage(now: Date): AsyncGenerator<readonly ListedFile[]> {
  yield ALL_FOLDERS.map((name) => ({ name, attributes: folderAttributes(now) }))
}

async function* folderPages({ mailbox, visitor }: Scene, folder: Folder): AsyncGenerator<readonly ListedFile[]> {
  for await (const page of mailbox.list(visitor, folder))
    yield page.map((entry) => ({ name: entry.name, attributes: fileAttributes(folder, entry) }))
}

async function rename(scene: Scene, from: BytePath, to: BytePath, overwrite: boolean): Outcome {
  const { mailbox, visitor } = scene
  scene.lastTaken = null
  const source = fileAt(from)
  if (!source.ok) return source
  const target = targetAt(to)
  if (!target.ok) return target
  if (source.value.folder !== target.value.folder) return no(OTHER_FOLDER)
  return mailbox.rename(visitor, source.value.folder, source.value.name, target.value.name, overwrite)
}

/** Clients always set times and modes after an upload; only a size means something. */
async function change(scene: Scene, path: BytePath, { size }: AttributeChange): Outcome {
  if (size === undefined && normalised(path) === scene.lastTaken) return ok(undefined)
  const found = await lookUp(scene, path)
  if (!found.ok || size === undefined) return found.ok ? ok(undefined) : found
  const flags = { read: false, write: true, append: false, create: false, truncate: false, exclusive: false }
  const opened = await openInMailbox(scene.mailbox, scene.visitor, path, flags, scene.now, () => {})
  if (!opened.ok) return opened
  await using file = opened.value
  const cut = await file.change({ size })
  return cut.ok ? file.close() : cut
}

function folderAttributes(now: Date): Attributes {
  const times = { accessedAt: now, modifiedAt: now }
  return { kind: 'directory', size: 0, mode: FOLDER_MODE, owner: 0, group: 0, ...times }
}
