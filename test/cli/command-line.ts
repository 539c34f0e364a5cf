/** `sluice …` on a database of the tests, told as the shell would hear it. */
import { actorOnHost } from '../../src/cli/acting.ts'
import { runCommandLine } from '../../src/cli/run-command-line.ts'
import type { Database } from '../../src/database/database.ts'
import { folderWith } from '../config/folder.ts'

/** Who acts, as the audit has it. */
export const ME = actorOnHost()

export type Said = { readonly code: number; readonly out: string; readonly err: string }

export type CommandLine = Disposable & ((...words: readonly string[]) => Promise<Said>)

/** With the settings in `settings`, as `--set` has them; keys are made in a folder that is gone afterwards. */
export function commandLine(
  { connection }: Pick<Database, 'connection'>,
  settings: readonly string[] = [],
): CommandLine {
  const folder = folderWith({})
  const { user, host, port, database } = connection
  const sets = [
    `database.url=postgres://${user}@${encodeURIComponent(String(host))}:${port}/${database}`,
    `access.keyFile=${folder.path}/registry.key`,
    ...settings,
  ].flatMap((setting) => ['--set', setting])
  const run = async (...words: readonly string[]): Promise<Said> => {
    const [out, err] = [[] as string[], [] as string[]]
    const code = await runCommandLine([...words, ...sets], {
      answer: (line) => void out.push(line),
      json: (document) => void out.push(JSON.stringify(document)),
      say: (line) => void err.push(line),
      interactive: false,
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  return Object.assign(run, { [Symbol.dispose]: () => folder[Symbol.dispose]() })
}
