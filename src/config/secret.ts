import { readFile, stat } from 'node:fs/promises'
import type { Fault } from './problems.ts'

/** A fault of a file; which setting named it, the caller knows. */
type FileFault = Omit<Fault, 'setting'>

/** The secret in a file that `loadConfig` found in order: its first line, without the line break. */
export async function readSecret(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).split(/\r?\n/, 1)[0] ?? ''
}

/** What is wrong with a secret's file, or null (case G2). */
export async function secretFault(path: string): Promise<FileFault | null> {
  const open = await privateFileFault(path)
  if (open) return open
  const secret = await readSecret(path).catch((error: unknown) => unreadable(error, path))
  if (typeof secret !== 'string') return secret
  const word = secret.trim().toLowerCase()
  if (word === '') return { found: `the first line of ${path} is empty.`, remedy: 'Write the secret into it.' }
  if (word === 'changeme') return { found: `${path} holds "changeme".`, remedy: 'Write a real secret.' }
  return null
}

/** A file that only its owner may read. */
export async function privateFileFault(path: string): Promise<FileFault | null> {
  const entry = await stat(path).catch((error: unknown) => unreadable(error, path))
  if ('found' in entry) return entry
  if (!entry.isFile()) return { found: `${path} is not a file.`, remedy: 'Name a file.' }
  if ((entry.mode & 0o077) === 0) return null
  return { found: `${path} can be read by others.`, remedy: `Run: chmod 600 ${path}` }
}

/** Why the system does not let us read a file, in words for the operator; any other error is a bug and thrown on. */
export function unreadable(error: unknown, path: string): FileFault {
  if (!(error instanceof Error) || !('code' in error)) throw error
  if (error.code === 'ENOENT') {
    return { found: `${path} does not exist.`, remedy: 'Create it, readable by the gateway alone.' }
  }
  return { found: `${path} cannot be read (${error.code}).`, remedy: 'Let the user of the gateway read it.' }
}
