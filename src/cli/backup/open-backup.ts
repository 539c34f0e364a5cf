/** Reads what a backup says of itself, and looks at every byte before anything is put back (rule 31.3). */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore, Unavailable } from '../../base/errors.ts'
import { sha256 } from '../../base/hashes.ts'
import { EXIT } from '../exit-codes.ts'
import { codeOf } from '../input.ts'
import { RefusedCommand } from '../refused-command.ts'
import { digestOf } from './durable-files.ts'
import { BACKUP_NAME, FORMAT, MANIFEST, MANIFEST_DIGEST, type Manifest, type ManifestFile } from './manifest.ts'

const ELSEWHERE = 'Take another backup of the folder (`--backup NAME`), or another copy of this one.'

/** The latest backup below `folder`, or the one of that name; refuses what is no backup, is damaged, or is of another layout. */
export async function openBackup(
  folder: string,
  wanted?: string,
): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  const names = (await readdir(folder).catch(unreadable(folder))).filter((name) => BACKUP_NAME.test(name)).sort()
  const name = wanted ?? names.at(-1)
  if (name === undefined || !names.includes(name)) {
    const there = names.length === 0 ? 'It holds none.' : `It holds ${names.join(', ')}.`
    throw new RefusedCommand(`There is no backup ${wanted ? `${wanted} ` : ''}in ${folder}. ${there}`, EXIT.no)
  }
  const path = join(folder, name)
  const manifest = await readManifest(path)
  await assertWhole(path, manifest.files)
  return { path, manifest }
}

async function readManifest(path: string): Promise<Manifest> {
  const text = await readFile(join(path, MANIFEST), 'utf8').catch(missing(join(path, MANIFEST)))
  const digest = await readFile(join(path, MANIFEST_DIGEST), 'utf8').catch(missing(join(path, MANIFEST_DIGEST)))
  if (digest !== `${sha256(text)}\n`) throw damaged(join(path, MANIFEST))
  const manifest: Manifest = JSON.parse(text)
  if (manifest.format === FORMAT) return manifest
  throw new RefusedCommand(
    `The backup has layout ${manifest.format}, this program knows ${FORMAT}. Use the program that made it (${manifest.version}).`,
    EXIT.no,
  )
}

async function assertWhole(path: string, files: readonly ManifestFile[]): Promise<void> {
  for (const file of files) {
    const whole = join(path, file.path)
    const found = await stat(whole).catch(ignore('ENOENT'))
    if (found === undefined) throw gone(whole)
    if (found.size !== file.bytes || (await digestOf(whole)).sha256 !== file.sha256) throw damaged(whole)
  }
}

function gone(path: string): RefusedCommand {
  return new RefusedCommand(`${path} is missing: the backup is not whole. ${ELSEWHERE}`, EXIT.no)
}

function damaged(path: string): RefusedCommand {
  return new RefusedCommand(`${path} is not as it was written. ${ELSEWHERE}`, EXIT.no)
}

function missing(path: string): (error: unknown) => never {
  return (error) => {
    if (codeOf(error) === 'ENOENT') throw gone(path)
    throw new Unavailable(`${path} cannot be read (${codeOf(error)}).`, { cause: error })
  }
}

function unreadable(folder: string): (error: unknown) => never {
  return (error) => {
    throw new RefusedCommand(`The folder ${folder} cannot be read (${codeOf(error)}). Name the folder of the backups.`)
  }
}
