/** What becomes of packets on their way in and out, as nftables decides it. */
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import { processIsAlive } from '../support/process-is-alive.ts'

/** Begins the names of tables in our own network; the id of the process follows. */
export const OWN_TABLE = 'sluice_soak_'

/** `rules` of the table, each for both ways. `inside`: the words that run a program in another network. Throws with what nft says. */
export async function filterPackets(
  inside: readonly string[],
  table: string,
  ...rules: readonly string[]
): Promise<void> {
  const chains = ['input', 'output'].flatMap((hook) => [
    `chain ${hook} {`,
    `type filter hook ${hook} priority 0`,
    ...rules,
    '}',
  ])
  const [program = '', ...words] = [...inside, 'nft', '-f', '-']
  const input = [`table inet ${table} {`, ...chains, '}', ''].join('\n')
  const { code, output } = await outcomeOfProgram(program, words, { input })
  if (code !== 0) throw new Error(`nft: ${output}`)
}

/** Once the table is gone everything comes through. */
export async function letAllThrough(inside: readonly string[], table: string): Promise<void> {
  const [program = '', ...words] = [...inside, 'nft', 'delete', 'table', 'inet', table]
  await outcomeOfProgram(program, words)
}

/** What runs that were killed left behind. */
export async function removeOldTables(): Promise<void> {
  const { output } = await outcomeOfProgram('nft', ['list', 'tables'])
  for (const [, table = '', pid] of output.matchAll(new RegExp(`(${OWN_TABLE}(\\d+)_\\d+)`, 'g')))
    if (!processIsAlive(Number(pid))) await letAllThrough([], table)
}
