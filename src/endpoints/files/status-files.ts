/** STATUS beside the six folders: what is asked of other paths goes on to them, and all of it where the switch is off (decision 32). */
import type { Now } from '../../base/clock.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok } from '../../base/result.ts'
import type { Visitor } from '../../mailbox/mailbox.ts'
import { STATUS_FOLDER, type StatusFile, type StatusFolder } from '../../mailbox/status/status-folder.ts'
import type {
  AttributeChange,
  Attributes,
  BytePath,
  ClientFiles,
  ListedFile,
  OpenFile,
  Outcome,
} from './client-files.ts'
import { NO_SUCH_FILE } from './mailbox-places.ts'
import { elementsOf } from './paths.ts'

const FOLDER_MODE = 0o550
const FILE_MODE = 0o440

const NO_WRITING: Refusal = refusal(
  'SLU-WRITE',
  'STATUS is written by the gateway and can only be read.',
  'Put files into IN, INTEST or INTEST-S.',
)

export function withStatus(files: ClientFiles, status: StatusFolder, visitor: Visitor, now: Now): ClientFiles {
  const isHere = async (path: BytePath) => elementsOf(path)[0] === STATUS_FOLDER && (await status.isShown(visitor))
  const find = (path: BytePath) => findFile(path, status, visitor)
  const lookUp = async (path: BytePath) => {
    if (elementsOf(path).length === 1) return ok(folderAttributes(now()))
    const file = await find(path)
    return file ? ok(fileAttributes(file)) : no(NO_SUCH_FILE)
  }
  return {
    ...files,
    stat: async (path) => ((await isHere(path)) ? lookUp(path) : files.stat(path)),
    lstat: async (path) => ((await isHere(path)) ? lookUp(path) : files.lstat(path)),
    list: async (path) => {
      if (elementsOf(path).length === 0 && (await status.isShown(visitor)))
        return withFolder(await files.list(path), now())
      if (!(await isHere(path))) return files.list(path)
      return elementsOf(path).length === 1 ? ok(pageOf(await status.files(visitor))) : no(NO_SUCH_FILE)
    },
    open: async (path, flags, attributes) => {
      if (!(await isHere(path))) return files.open(path, flags, attributes)
      if (flags.write || flags.append) return no(NO_WRITING)
      const file = await find(path)
      return file ? ok(openFile(file)) : no(NO_SUCH_FILE)
    },
    remove: async (path) => ((await isHere(path)) ? no(NO_WRITING) : files.remove(path)),
    rename: async (from, to, overwrite) =>
      (await isHere(from)) || (await isHere(to)) ? no(NO_WRITING) : files.rename(from, to, overwrite),
    change: async (path, attributes) =>
      (await isHere(path)) ? changed(await lookUp(path), attributes) : files.change(path, attributes),
  }
}

async function findFile(path: BytePath, status: StatusFolder, visitor: Visitor): Promise<StatusFile | undefined> {
  const [, name, ...others] = elementsOf(path)
  if (name === undefined || others.length > 0) return undefined
  return (await status.files(visitor)).find((file) => file.name === name)
}

async function withFolder(root: Awaited<ReturnType<ClientFiles['list']>>, now: Date): ReturnType<ClientFiles['list']> {
  return root.ok ? ok(andFolder(root.value, now)) : root
}

async function* andFolder(
  pages: AsyncIterable<readonly ListedFile[]>,
  now: Date,
): AsyncGenerator<readonly ListedFile[]> {
  yield* pages
  yield [{ name: STATUS_FOLDER, attributes: folderAttributes(now) }]
}

async function* pageOf(files: readonly StatusFile[]): AsyncGenerator<readonly ListedFile[]> {
  yield files.map((file) => ({ name: file.name, attributes: fileAttributes(file) }))
}

/** Modes and times are taken without effect, as everywhere (case S20); a size would be writing. */
async function changed(found: Awaited<Outcome<Attributes>>, { size }: AttributeChange): Outcome {
  if (!found.ok) return found
  return size === undefined ? ok(undefined) : no(NO_WRITING)
}

/** Holds the bytes as they were when it was opened, whatever becomes of them meanwhile. */
function openFile(file: StatusFile): OpenFile {
  return {
    attributes: async () => ok(fileAttributes(file)),
    read: async (offset, into) => {
      const bytes = file.content.subarray(offset, offset + into.length)
      into.set(bytes)
      return ok(bytes.length)
    },
    write: async () => no(NO_WRITING),
    change: async ({ size }) => (size === undefined ? ok(undefined) : no(NO_WRITING)),
    sync: async () => ok(undefined),
    close: async () => ok(undefined),
    async [Symbol.asyncDispose]() {},
  }
}

function fileAttributes({ bytes, modifiedAt }: StatusFile): Attributes {
  return { kind: 'file', size: bytes, mode: FILE_MODE, owner: 0, group: 0, accessedAt: modifiedAt, modifiedAt }
}

function folderAttributes(now: Date): Attributes {
  return { kind: 'directory', size: 0, mode: FOLDER_MODE, owner: 0, group: 0, accessedAt: now, modifiedAt: now }
}
