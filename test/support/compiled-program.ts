import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the command `sluice` runs, compiled. */
    program: string
  }
}

const ROOT = join(import.meta.dirname, '..', '..')

/**
 * vitest globalSetup of the suites that start the gateway as a process of its own: compiles the program anew, so that no test judges
 * yesterday's code, into a folder of this run's, below `node_modules` where its imports resolve.
 */
export default async function compile({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.program-'))
  const words = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', folder]
  await promisify(execFile)(process.execPath, words, { cwd: ROOT })
  provide('program', join(folder, 'src', 'sluice.cjs'))
  return () => rm(folder, { recursive: true, force: true })
}
