import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ignore } from '../../base/errors.ts'
import type { Config } from '../../config/schema.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { placesOfKeys } from './kept-files.ts'
import type { Manifest } from './manifest.ts'

/** Puts the keys of the backup in their places; what is there and is the same is left, another one is never overwritten. Resolves with how many were written. */
export async function restoreKeys(
  path: string,
  { files }: Pick<Manifest, 'files'>,
  config: Pick<Config, 'certs' | 'access'>,
): Promise<number> {
  const places = placesOfKeys(files, config)
  if (places.length === 0)
    throw new RefusedCommand('The backup was made without keys. Put certs and registry.key in place yourself.', EXIT.no)
  let written = 0
  for (const [file, place] of places) {
    const there = await readFile(place).catch(ignore('ENOENT'))
    if (there === undefined) {
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      await copyFile(join(path, file.path), place, constants.COPYFILE_EXCL)
      await chmod(place, 0o600) // whatever carried the backup may have opened it
      written += 1
    } else if (!there.equals(await readFile(join(path, file.path)))) {
      throw new RefusedCommand(
        `${place} is another key than the backup's. Move it away, or leave --with-keys out.`,
        EXIT.no,
      )
    }
  }
  return written
}
