import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Where the summaries are. */
export const proofFolder = resolve(process.env.SLUICE_PROOF_DIR ?? join(import.meta.dirname, '../../coverage/proof'))

/** What a long suite saw, whether it passed or not: `<suite>.json` in `SLUICE_PROOF_DIR`, and one line on the terminal. */
export async function leaveSummary(suite: string, figures: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(proofFolder, { recursive: true })
  await writeFile(
    join(proofFolder, `${suite}.json`),
    `${JSON.stringify({ suite, at: new Date(), ...figures }, null, 2)}\n`,
  )
  process.stdout.write(`${suite}: ${JSON.stringify(figures)}\n`)
}

/** A number from the environment: how long a suite is, or its seed. */
export function lengthOf(variable: string, otherwise: number): number {
  const value = Number(process.env[variable] ?? otherwise)
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`${variable}: a whole number`)
  return value
}
