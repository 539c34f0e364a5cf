/** The commands that the README tells a reader to type. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The first indented block below this heading, without its indentation. */
export async function linesBelow(heading: string): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')
  const [, section = ''] = text.split(`\n## ${heading}\n`)
  const [block = ''] = /(?:^ {4}.*\n)+/m.exec(section.split('\n## ', 1)[0] ?? '') ?? []
  return block
    .split('\n')
    .map((line) => line.slice(4))
    .filter((line) => line !== '')
}
