/** Files in memory behind the engine; a test can hold the store's answers back, or make it fail. */
import { refusal } from '../../../src/base/refusal.ts'
import { no, ok } from '../../../src/base/result.ts'
import type {
  Attributes,
  BytePath,
  ClientFiles,
  ListedFile,
  OpenFile,
  OpenFlags,
} from '../../../src/endpoints/files/client-files.ts'

export type MemoryFiles = ClientFiles & {
  readonly contents: Map<string, Buffer>
  /** `open`, `close`, `over` (disposed) and `write` of a path, in the order in which they happened. */
  readonly events: string[]
  /** Bytes that were handed to the store and not answered, and the most there ever were. */
  readonly held: { bytes: number; bytesMax: number }
}

export type MemoryHooks = {
  /** Awaited before a write, or a close, is answered; may throw. */
  readonly onWrite?: (path: string) => Promise<void> | void
  readonly onClose?: (path: string) => Promise<void> | void
  readonly onOpen?: (path: string) => Promise<void> | void
  /** Largest file; a write beyond is refused as SLU-SIZE. */
  readonly bytesMax?: number
  /** Pages of a listing, instead of the contents. */
  readonly pages?: () => AsyncIterable<readonly ListedFile[]>
}

const AT = new Date('2026-11-23T12:00:00Z')
const MISSING = refusal('SLU-MISSING', 'There is no such file.', 'Look again.')
const TOO_LARGE = refusal('SLU-SIZE', 'The file is too large.', 'Split it.')

export function memoryFiles(hooks: MemoryHooks = {}): MemoryFiles {
  const contents = new Map<string, Buffer>()
  const events: string[] = []
  const held = { bytes: 0, bytesMax: 0 }
  const stat = async (path: BytePath) => {
    const bytes = contents.get(path)
    return bytes ? ok(fileAttributes(bytes.length)) : no(MISSING)
  }
  return {
    contents,
    events,
    held,
    announces: { copyData: false },
    resolve: async (path) => ok(path === '.' ? ('/' as BytePath) : path),
    stat,
    lstat: stat,
    list: async () => ok(hooks.pages?.() ?? onePage(contents)),
    open: async (path, flags) => {
      events.push(`open ${path}`)
      await hooks.onOpen?.(path)
      if (!flags.write && !contents.has(path)) return no(MISSING)
      return ok(memoryFile(path, flags, contents, events, held, hooks))
    },
    remove: async (path) => (contents.delete(path) ? ok(undefined) : no(MISSING)),
    rename: async (from, to) => {
      const bytes = contents.get(from)
      if (!bytes) return no(MISSING)
      contents.delete(from)
      contents.set(to, bytes)
      return ok(undefined)
    },
    change: async () => ok(undefined),
  }
}

export function fileAttributes(size: number): Attributes {
  return { kind: 'file', size, mode: 0o640, owner: 0, group: 0, accessedAt: AT, modifiedAt: AT }
}

async function* onePage(contents: ReadonlyMap<string, Buffer>): AsyncGenerator<readonly ListedFile[]> {
  yield [...contents].map(([path, bytes]) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    attributes: fileAttributes(bytes.length),
  }))
}

function memoryFile(
  path: string,
  flags: OpenFlags,
  contents: Map<string, Buffer>,
  events: string[],
  held: MemoryFiles['held'],
  hooks: MemoryHooks,
): OpenFile {
  let room = flags.truncate ? Buffer.alloc(0) : Buffer.from(contents.get(path) ?? [])
  let size = room.length
  const bytes = (): Buffer => room.subarray(0, size)
  return {
    attributes: async () => ok(fileAttributes(size)),
    read: async (offset, into) => ok(bytes().copy(into, 0, offset)),
    write: async (chunk, offset) => {
      held.bytes += chunk.length
      held.bytesMax = Math.max(held.bytesMax, held.bytes)
      try {
        await hooks.onWrite?.(path)
      } finally {
        held.bytes -= chunk.length
      }
      events.push(`write ${path} ${offset} ${chunk.length}`)
      if (hooks.bytesMax !== undefined && offset + chunk.length > hooks.bytesMax) return no(TOO_LARGE)
      const end = offset + chunk.length
      if (end > room.length) room = Buffer.concat([room, Buffer.alloc(end + room.length)])
      room.set(chunk, offset)
      size = Math.max(size, end)
      return ok(undefined)
    },
    change: async (change) => {
      size = change.size ?? size
      return ok(undefined)
    },
    sync: async () => ok(undefined),
    close: async () => {
      events.push(`closing ${path}`)
      await hooks.onClose?.(path)
      contents.set(path, Buffer.from(bytes()))
      events.push(`close ${path}`)
      return ok(undefined)
    },
    [Symbol.asyncDispose]: async () => void events.push(`over ${path}`),
  }
}
