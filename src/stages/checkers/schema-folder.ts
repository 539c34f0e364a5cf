/**
 * `schemas.dir` (contract.md): which schemas are installed, read again whenever the folder changes. Only files inside the folder are ever
 * opened, whatever a schema includes (case X3).
 */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'

export type SchemaFolder = {
  has(name: string): boolean
  /** True when some version of that root's schema is there. */
  knowsRoot(root: string): boolean
  /** The content of a file of the folder, or null when `path` is not one. */
  read(path: string): Buffer | null
  /** Changes whenever the file does; null when it is not there. */
  stamp(path: string): string | null
}

export function openSchemaFolder(dir: string): SchemaFolder {
  let listed: { stamp: string; names: ReadonlySet<string> } = { stamp: '', names: new Set() }

  function names(): ReadonlySet<string> {
    const stamp = stampOf(dir)
    if (stamp === null) return new Set()
    // A folder that changed a moment ago may change again within its clock's tick: it is trusted once it is older than that.
    if (stamp !== listed.stamp) listed = { stamp: isSettled(dir) ? stamp : '', names: new Set(readdirSync(dir)) }
    return listed.names
  }

  function inside(path: string): string | null {
    try {
      const root = realpathSync(dir)
      const real = realpathSync(join(root, path))
      return real.startsWith(root + sep) && statSync(real).isFile() ? real : null
    } catch {
      return null
    }
  }

  return {
    has: (name) => names().has(name) && inside(name) !== null,
    knowsRoot: (root) => [...names()].some((name) => name.startsWith(`${root}_`) && name.endsWith('.xsd')),
    read(path) {
      const real = inside(path)
      return real === null ? null : readFileSync(real)
    },
    stamp(path) {
      const real = inside(path)
      return real === null ? null : stampOf(real)
    },
  }
}

const TICK_MILLISECONDS = 2000

function isSettled(dir: string): boolean {
  return Date.now() - statSync(dir).mtimeMs > TICK_MILLISECONDS
}

function stampOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? null : `${stat.mtimeNs}/${stat.ctimeNs}/${stat.size}/${stat.ino}`
}
