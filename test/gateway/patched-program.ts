/** A build that is broken on purpose, for controls: what they do not find, the proofs do not show. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'

export type PatchedProgram = AsyncDisposable & { readonly program: string }

/** The compiled program with one line changed, beside it, where its imports resolve. */
export async function patchedProgram(file: string, line: string, instead: string): Promise<PatchedProgram> {
  const program = inject('program')
  const from = dirname(dirname(program))
  const folder = await mkdtemp(`${from}-patched-`)
  await cp(from, folder, { recursive: true })
  const path = join(folder, 'src', file)
  const text = await readFile(path, 'utf8')
  if (!text.includes(line)) throw new Error(`${file} has no such line`)
  await writeFile(path, text.replace(line, instead))
  return {
    program: program.replace(from, folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
