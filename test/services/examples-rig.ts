import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/database/database.ts'

const EXAMPLES = join(import.meta.dirname, '../../docs/examples')

export type Example = AsyncDisposable & {
  /** The first line that it says. */
  readonly said: string
  kill(): Promise<void>
}

/** Runs one of `docs/examples` by Node alone, as a service's people would, until it has said that it is ready. */
export async function runExample(name: string, settings: Readonly<Record<string, string>>): Promise<Example> {
  const child = spawn(process.execPath, [join(EXAMPLES, name)], {
    ...{ env: { ...settings }, stdio: ['ignore', 'pipe', 'inherit'] },
  })
  const ended = once(child, 'exit')
  const said = await firstLine(child)
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended.then(() => {})
  }
  return { said, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGKILL') }
}

/** A folder with what an example needs; removed when disposed. */
export async function exampleFolder(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'sluice-example-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  const store = join(path, 'store')
  return {
    ...{ path, store },
    /** Keys in the order in which they had their effect. */
    effects: async () => (await readFile(join(store, 'effects.log'), 'utf8')).trim().split('\n'),
    kept: async () => (await readdir(store)).filter((name) => !name.startsWith('.') && name !== 'effects.log'),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** As the queues' library takes it. */
export function connectionString({ connection }: Database): string {
  const { host, port, user, database, password } = connection
  const query = new URLSearchParams({ host, port: String(port), user, ...(password !== undefined && { password }) })
  return `postgresql:///${database}?${query}`
}

async function firstLine(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const piece of child.stdout ?? []) {
    said += String(piece)
    if (said.includes('\n')) break
  }
  if (!said.includes('\n')) throw new Error('the example ended before it was ready')
  return said.split('\n', 1)[0] ?? ''
}
