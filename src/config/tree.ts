/** What was written, before it is checked: the file's values, and `--set` on top of them. */

import type { Fault } from './problems.ts'
import { settingAt } from './settings.ts'
import { parseYaml } from './yaml-text.ts'

export type Tree = Record<string, unknown>
export type Path = readonly string[]

/** Parses `KEY=VALUE`; the value is YAML, the key a path such as `services.0.rate`. */
export function parseSet(text: string): { readonly path: Path; readonly value: unknown } | Fault {
  const equals = text.indexOf('=')
  const key = (equals < 0 ? text : text.slice(0, equals)).trim()
  const path = key.replaceAll(/\[(\d{1,6})\]/g, '.$1').split('.')
  if (equals < 0) return { setting: key, found: 'no value is given.', remedy: 'Write --set KEY=VALUE.' }
  if (!path.every((step) => /^([A-Za-z]\w*|\d{1,6})$/.test(step))) {
    return { setting: key, found: 'this is not the path of a setting.', remedy: 'Write it like sftp.port.' }
  }
  const yaml = parseYaml(text.slice(equals + 1))
  if ('place' in yaml) return { path, value: yaml.value }
  const [first] = yaml
  return { setting: key, found: first?.found ?? 'not valid YAML.', remedy: first?.remedy ?? 'Quote the value.' }
}

/** Writes a value into the tree; a list that nobody wrote starts as its default. False when a list has no such place. */
export function setAt(tree: Tree, path: Path, value: unknown): boolean {
  let holder: Tree | unknown[] = tree
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1
    if (Array.isArray(holder) && !(Number(step) <= holder.length)) return false
    const here = path.slice(0, depth + 1)
    const next: unknown = last ? value : containerFor(Object.hasOwn(holder, step) ? at(holder, step) : undefined, here)
    Object.defineProperty(holder, step, { value: next, writable: true, enumerable: true, configurable: true })
    holder = next as Tree | unknown[]
  }
  return true
}

/** The value at a path, or undefined. */
export function valueAt(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (holder, step) => (isContainer(holder) && Object.hasOwn(holder, step) ? at(holder, step) : undefined),
    tree,
  )
}

/** The tree without keys that have no value: `sftp:` alone, or `--set sftp.port=`, stands for the default. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isContainer(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]))
}

function containerFor(present: unknown, path: Path): unknown {
  if (isContainer(present)) return present
  const setting = settingAt(path)
  return setting?.shape === 'list' ? structuredClone(setting.fallback ?? []) : {}
}

function isContainer(value: unknown): value is Tree | unknown[] {
  return typeof value === 'object' && value !== null
}

function at(holder: Tree | unknown[], step: PropertyKey): unknown {
  return (holder as Record<PropertyKey, unknown>)[step]
}
