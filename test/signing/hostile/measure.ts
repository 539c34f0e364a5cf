/** Gives hostile inputs to the product in a process of its own, and tells what each cost. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { NOW } from '../authorities.ts'
import { CONTENT, type Hostile } from './inputs.ts'

export type Cost = {
  readonly name: string
  readonly door: Hostile['door']
  /** Of the processor. */
  readonly milliseconds: number
  /** By which the process grew, at the most. */
  readonly megabytes: number
  readonly found: unknown
}

const PROGRAM = join(import.meta.dirname, 'measure.mjs')
const OUTPUT_BYTES = 50_000_000

export async function measure(inputs: readonly Hostile[]): Promise<Cost[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-hostile-'))
  try {
    const keep = async (bytes: Buffer, name: string) => {
      await writeFile(join(folder, name), bytes)
      return join(folder, name)
    }
    const cases = await Promise.all(
      inputs.map(async ({ name, door, bytes, beside = [] }, index) => ({
        ...{ name, door, file: await keep(bytes, String(index)) },
        beside: await Promise.all(beside.map((other, which) => keep(other, `${index}.${which}`))),
      })),
    )
    const asked = await keep(Buffer.from(JSON.stringify({ now: NOW, content: CONTENT.toString(), cases })), 'cases')
    const words = ['--expose-gc', PROGRAM, dirname(inject('program')), asked]
    const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: OUTPUT_BYTES })
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Cost)
  } finally {
    await rm(folder, { recursive: true })
  }
}
