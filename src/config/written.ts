/** Reads what an operator wrote, in the file and with `--set`, and remembers where. */

import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { readConfigFile } from './config-file.ts'
import type { Problem } from './problems.ts'
import { type Path, parseSet, setAt, type Tree, valueAt, withoutNulls } from './tree.ts'
import type { Yaml } from './yaml-text.ts'

export type Origin = 'default' | 'file' | 'set'

/** File and `--set` in one tree, and where each value of it was written. */
export type Written = {
  readonly tree: unknown
  readonly problems: readonly Problem[]
  readonly file: string | null
  /** Where relative paths in the file start. */
  readonly folder: string
  where(path: readonly PropertyKey[]): string
  originOf(path: readonly PropertyKey[]): Origin
}

export const DEFAULT_FILE = join('config', 'sluice.yaml')

export async function readWritten(named: string | undefined, sets: readonly string[], cwd: string): Promise<Written> {
  const path = resolve(cwd, named ?? DEFAULT_FILE)
  const shownAs = shownPath(path, cwd)
  const read = await readConfigFile(path, shownAs, named !== undefined)
  const yaml = read && 'place' in read ? read : null
  const tree = structuredClone(withoutNulls(yaml?.value ?? {})) as Tree
  writeOut(tree)
  const { problems, paths } = applySets(tree, sets)
  const originOf = (setting: readonly PropertyKey[]) => originIn(setting, tree, paths)
  const where = (setting: readonly PropertyKey[]) => placeOf(setting, yaml, shownAs, paths, originOf(setting))
  const isDefault = path === resolve(cwd, DEFAULT_FILE)
  const folder = isDefault ? resolve(cwd) : dirname(path)
  const fileProblems = read && !yaml ? (read as readonly Problem[]) : []
  return {
    tree: withoutNulls(tree),
    problems: [...fileProblems, ...problems],
    file: yaml && path,
    folder,
    where,
    originOf,
  }
}

function applySets(tree: Tree, sets: readonly string[]): { problems: Problem[]; paths: Path[] } {
  const problems: Problem[] = []
  const paths: Path[] = []
  for (const text of sets) {
    const set = parseSet(text)
    if (!('path' in set)) problems.push({ ...set, where: '--set' })
    else if (setAt(tree, set.path, set.value)) {
      writeOut(tree)
      paths.push(set.path)
    } else {
      const remedy = 'Use the place of an entry that exists, or the next free one.'
      problems.push({ where: '--set', setting: set.path.join('.'), found: 'the list has no such place.', remedy })
    }
  }
  return { problems, paths }
}

/** `loginFailures: 3` is short for that many failures of an account. */
function writeOut(tree: Tree): void {
  const perAccount = valueAt(tree, ['limits', 'loginFailures'])
  if (typeof perAccount === 'number') setAt(tree, ['limits', 'loginFailures'], { perAccount })
}

function originIn(setting: readonly PropertyKey[], tree: Tree, sets: readonly Path[]): Origin {
  const steps = setting.map(String)
  if (valueAt(tree, steps) === undefined || valueAt(tree, steps) === null) return 'default'
  return sets.some((path) => covers(path, steps)) ? 'set' : 'file'
}

/** The one path is the start of the other. */
function covers(path: Path, steps: readonly string[]): boolean {
  return path.slice(0, steps.length).every((step, index) => step === steps[index])
}

function placeOf(
  setting: readonly PropertyKey[],
  yaml: Yaml | null,
  shownAs: string,
  sets: readonly Path[],
  origin: Origin,
): string {
  const set = sets.findLast((path) => covers(path, setting.map(String)))
  if (set) return set.length === setting.length ? '--set' : `--set ${set.join('.')}`
  const written = setting.length > 0 && valueAt(yaml?.value, setting.slice(0, 1)) != null
  if (!yaml || (origin === 'default' && !written)) return 'default'
  const { line, column } = yaml.place(setting)
  return `${shownAs}:${line}:${column}`
}

function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short
}
