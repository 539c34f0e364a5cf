import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The public suites lie beside the repository, never in it. */
const CORPORA = resolve(import.meta.dirname, '../../../shared/corpora')

/** Why a suite that reads these folders cannot run; null when it can, or must. */
export function notRun(...folders: readonly string[]): string | null {
  const missing = folders.map((folder) => join(CORPORA, folder)).filter((path) => !existsSync(path))
  return missing.length === 0 || process.env.SLUICE_WIDE === '1' ? null : `not run: needs ${missing.join(', ')}`
}

/** All files below a folder of the suites, by their paths there, in order. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(join(CORPORA, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('LICENSE'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(CORPORA.length + 1))
    .sort()
}

export function bytesOf(file: string): Buffer {
  return readFileSync(join(CORPORA, file))
}
