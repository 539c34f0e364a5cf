import { readFile } from 'node:fs/promises'

/** The secret in a file that the configuration names; null when it names none. The loader has checked that it can be read. */
export async function readSecretFile(path: string): Promise<string | null> {
  return path === '' ? null : (await readFile(path, 'utf8')).trimEnd()
}
