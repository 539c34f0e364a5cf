import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Comparison, compare } from './compare.ts'
import { originals } from './originals.ts'

/** The differential of case C27, as long as it is asked for; the temporary folder is gone afterwards. */
export async function differential(seed: number, mutants: number): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-differential-'))
  try {
    return await compare(await originals(folder), seed, mutants, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
