import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { proofFolder } from '../support/proof-summary.ts'

/** What every process said, beside the summary: something was found, and the folder of the run goes. */
export async function keepLogs(folder: string): Promise<void> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log') || name === 'effects')
  for (const name of logs) await cp(join(folder, name), join(proofFolder, 'soak-logs', name))
}
