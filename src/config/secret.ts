import { readFile, stat } from 'node:fs/promises'

/** The secret in a file that `loadConfig` found in order: its first line, without the line break. */
export async function readSecret(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).split(/\r?\n/, 1)[0] ?? ''
}

/** What is wrong with a secret's file and what to do, or null (case G2). */
export async function secretFault(path: string): Promise<{ found: string; remedy: string } | null> {
  const readable = await privateFileFault(path)
  if (readable) return readable
  const secret = (await readSecret(path)).trim()
  if (secret === '') return { found: `the first line of ${path} is empty.`, remedy: 'Write the secret into it.' }
  if (secret.toLowerCase() === 'changeme') return { found: `${path} holds "changeme".`, remedy: 'Write a real secret.' }
  return null
}

/** A file that only its owner may read. */
export async function privateFileFault(path: string): Promise<{ found: string; remedy: string } | null> {
  const entry = await statOf(path)
  if (typeof entry === 'string')
    return { found: `${path} ${entry}`, remedy: 'Create it, readable by the gateway alone.' }
  if (!entry.isFile()) return { found: `${path} is not a file.`, remedy: 'Name a file.' }
  if ((entry.mode & 0o077) === 0) return null
  return { found: `${path} can be read by others.`, remedy: `Run: chmod 600 ${path}` }
}

async function statOf(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    return error.code === 'ENOENT' ? 'does not exist.' : `cannot be read (${error.code}).`
  }
}
