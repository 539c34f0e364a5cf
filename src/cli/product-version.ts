import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** From the package file, the nearest above wherever this module was compiled to. */
export function productVersion(folder: string = import.meta.dirname): string {
  const version = versionIn(folder)
  if (version !== null) return version
  const above = dirname(folder)
  return above === folder ? 'unknown' : productVersion(above)
}

function versionIn(folder: string): string | null {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return name === 'sluice' ? String(version) : null
  } catch {
    return null // none here, or somebody else's
  }
}
