import { readFileSync } from 'node:fs'

/** From the package file, wherever this module was compiled to. */
export function productVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'))
      if (name === 'sluice') return String(version)
    } catch {
      // the other place has it
    }
  }
  return 'unknown'
}
