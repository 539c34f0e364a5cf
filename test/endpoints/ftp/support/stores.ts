/** What the gateway of a test serves: a sender's mailbox in memory or a throw-away folder, and a store in trouble. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Corrupt, ignore, Unavailable } from '../../../../src/base/errors.ts'
import { refusal } from '../../../../src/base/refusal.ts'
import { no } from '../../../../src/base/result.ts'
import type { ClientFiles } from '../../../../src/endpoints/files/client-files.ts'
import { mailboxFiles } from '../../../../src/endpoints/files/mailbox-files.ts'
import { folderFiles } from '../../../../src/endpoints/neutral/folder-files.ts'
import { memoryMailbox, VISITOR } from '../../support/memory-mailbox.ts'

export type Store = AsyncDisposable & {
  readonly files: ClientFiles
  /** The bytes of a file, as the client names it; null when there is none. */
  read(path: string): Promise<Buffer | null>
}

/** By path, as the client names it; text in ISO-8859-1. */
export type Content = Readonly<Record<string, string>>

/** What becomes of each upload. */
export type StoreState = 'well' | 'silent' | 'full' | 'corrupt' | 'broken'

const DISK_FULL = refusal('SLU-DISK', 'The disk is full.', 'Try again later.')

export function mailboxStore(content: Content, at: Date): Store {
  const mailbox = memoryMailbox()
  for (const [path, text] of Object.entries(content)) mailbox.files.set(path.slice(1), Buffer.from(text, 'latin1'))
  return {
    files: mailboxFiles(mailbox, VISITOR, () => at),
    read: async (path) => mailbox.files.get(path.slice(1)) ?? null,
    [Symbol.asyncDispose]: async () => {},
  }
}

/** Modes do not depend on who runs the tests. */
export async function folderStore(content: Content): Promise<Store> {
  const root = await mkdtemp(join(tmpdir(), 'sluice-ftp-'))
  for (const [path, text] of Object.entries(content)) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), text, 'latin1')
    await chmod(join(root, path), 0o640)
  }
  return {
    files: folderFiles(root),
    read: async (path) => (await readFile(join(root, path)).catch(ignore('ENOENT'))) ?? null,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  }
}

export function inState(state: StoreState, files: ClientFiles): ClientFiles {
  return {
    ...files,
    open: async (path, flags, attributes) => {
      if (state === 'silent') throw new Unavailable('the store does not answer')
      if (state === 'corrupt') throw new Corrupt('the store makes no sense')
      if (state === 'broken') throw new TypeError('a bug')
      const opened = await files.open(path, flags, attributes)
      if (!opened.ok || state === 'well') return opened
      return { ok: true, value: { ...opened.value, write: async () => no(DISK_FULL) } }
    },
  }
}
