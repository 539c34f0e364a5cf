import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A throw-away folder with the given files; those named `*.key` or `ssh_*` are private. Made anew for each test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): Disposable & { readonly path: string } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-config-')))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
    chmodSync(join(path, name), /\.key$|ssh_/.test(name) ? 0o600 : 0o644)
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}
