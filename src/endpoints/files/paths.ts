/** Paths as clients write them: absolute or relative to the root, which is every log-in's home (spec §3). */
import type { BytePath } from './client-files.ts'

/** `.` and empty elements go, `..` takes one away and never leaves the root. Always begins with `/`. */
export function normalised(path: BytePath): BytePath {
  return `/${elementsOf(path).join('/')}` as BytePath
}

export function elementsOf(path: BytePath): string[] {
  const elements: string[] = []
  for (const element of path.split('/')) {
    if (element === '..') elements.pop()
    else if (element !== '' && element !== '.') elements.push(element)
  }
  return elements
}
