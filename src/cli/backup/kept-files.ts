/** The configuration, and with leave the keys, which are as secret in the backup as they are at their place. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { ignore } from '../../base/errors.ts'
import type { Config } from '../../config/schema.ts'
import { writeFileDurably } from './durable-files.ts'
import { CONFIGURATION, type ManifestFile } from './manifest.ts'

const KEYS = 'keys'
const REGISTRY_KEY = `${KEYS}/registry.key`
const CERTS = `${KEYS}/certs`

/** The file that was read; nothing where there is none. */
export async function writeConfiguration(folder: string, file: string | null): Promise<ManifestFile[]> {
  return file === null ? [] : [await writeFileDurably(folder, CONFIGURATION, [await readFile(file)])]
}

/** All files of `certs.dir`, and the key of the registry where it lies elsewhere. */
export async function writeKeys(folder: string, config: Pick<Config, 'certs' | 'access'>): Promise<ManifestFile[]> {
  const written: ManifestFile[] = []
  for (const [path, source] of await keyFiles(config))
    written.push(await writeFileDurably(folder, path, [await readFile(source)]))
  return written
}

/** Where each file of keys belongs on this machine: path in the backup, path here. */
export function placesOfKeys(
  files: readonly ManifestFile[],
  { certs, access }: Pick<Config, 'certs' | 'access'>,
): (readonly [ManifestFile, string])[] {
  return files.flatMap((file) => {
    if (file.path === REGISTRY_KEY) return [[file, resolve(access.keyFile)] as const]
    if (!file.path.startsWith(`${CERTS}/`)) return []
    return [[file, join(resolve(certs.dir), relative(CERTS, file.path))] as const]
  })
}

async function keyFiles({ certs, access }: Pick<Config, 'certs' | 'access'>): Promise<(readonly [string, string])[]> {
  const dir = resolve(certs.dir)
  const entries = (await readdir(dir, { recursive: true, withFileTypes: true }).catch(ignore('ENOENT'))) ?? []
  const inside = entries
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map(({ parentPath, name }) => join(parentPath, name))
  const all = inside.map((path) => [[CERTS, ...relative(dir, path).split(sep)].join('/'), path] as const)
  const key = resolve(access.keyFile)
  const isElsewhere =
    !inside.includes(key) && (await readdir(dirname(key)).catch(() => [] as string[])).includes(basename(key))
  return isElsewhere ? [...all, [REGISTRY_KEY, key] as const] : all
}
