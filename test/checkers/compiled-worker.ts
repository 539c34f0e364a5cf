import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * The checker's worker as JavaScript, for tests that run from TypeScript sources: a child process has no vitest to transform it. It lies below
 * `node_modules`, where its own imports resolve. Dispose it when the tests are over.
 */
export async function compiledWorker(): Promise<AsyncDisposable & { readonly file: string }> {
  const root = resolve(import.meta.dirname, '../..')
  const folder = await mkdtemp(join(root, 'node_modules', '.checker-worker-'))
  const project = join(folder, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    rootDir: root,
    outDir: folder,
    noUnusedLocals: false,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const include = [join(root, 'src/stages/checkers/worker.ts')]
  await writeFile(project, JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include }))
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project])
  return {
    file: join(folder, 'src/stages/checkers/worker.js'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
