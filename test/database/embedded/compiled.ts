import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Role } from '../../../src/database/embedded/presence.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/**
 * Compiles `openDatabase` and what it needs into a folder that looks like the installed package, so that Node alone can run it in
 * a process of its own, and returns the path of a script that opens a database and tells its fate on stdout.
 */
export function compileChild(folder: string): string {
  const configuration = {
    extends: join(ROOT, 'tsconfig.build.json'),
    compilerOptions: { rootDir: ROOT, outDir: join(folder, 'dist'), typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: [],
    files: [join(ROOT, 'src/database/open-database.ts')],
  }
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration))
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { stdio: 'inherit' })
  rmSync(join(folder, 'tsconfig.json'))
  for (const name of ['node_modules', 'src', 'package.json']) symlinkSync(join(ROOT, name), join(folder, name))
  const script = join(folder, 'child.mjs')
  writeFileSync(script, CHILD)
  return script
}

export type Child = {
  readonly process: ChildProcessByStdio<Writable, Readable, null>
  /** Its exit code, null when it was killed. */
  readonly exit: Promise<number | null>
  /** The next thing that it says. */
  said(): Promise<unknown>
}

/** Opens the database of a spool in a process of its own until its stdin ends; what comes there makes it try a statement. */
export function startChild(
  script: string,
  spoolDir: string,
  role: Role,
  as: { uid?: number; gid?: number } = {},
): Child {
  const child = spawn(process.execPath, [script, spoolDir, role], {
    ...as,
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    exit: new Promise((resolve) => child.once('exit', resolve)),
    said: async () => JSON.parse((await lines.next()).value),
  }
}

const CHILD = `
import { openDatabase } from './dist/src/database/open-database.js'
const [spoolDir, role] = process.argv.slice(2)
const log = { debug() {}, info() {}, warn() {}, error() {} }
const tell = (what) => process.stdout.write(JSON.stringify(what) + '\\n')
try {
  const database = await openDatabase({ spoolDir, role, poolSize: 2, log })
  const submissions = await database.queries.selectFrom('submission').select('submission_id').execute()
  tell({ event: 'open', adopted: database.adopted, submissions })
  process.stdin.on('data', async () => {
    const count = database.queries.selectFrom('submission').select('submission_id').execute()
    tell(await count.then(() => ({ event: 'works' }), (error) => ({ event: 'fails', kind: error.name })))
  })
  process.stdin.once('end', async () => {
    await database[Symbol.asyncDispose]()
    tell({ event: 'closed' })
  })
} catch (error) {
  tell({ event: 'failed', kind: error.name, message: error.message, remedy: error.remedy })
}
`
