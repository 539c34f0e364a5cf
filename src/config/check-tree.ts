/** What was written, held against the schema: every fault at once. */

import { nearest } from './nearest.ts'
import { type Fault, shown } from './problems.ts'
import { type Config, configSchema } from './schema.ts'
import { genericPath, SETTINGS, type Setting, settingAt, written } from './settings.ts'
import { valueAt } from './tree.ts'

type Checked = {
  readonly config: Config | null
  readonly faults: readonly (Fault & { path: readonly PropertyKey[] })[]
}

export function checkTree(tree: unknown): Checked {
  const unknown = unknownKeys(tree, [])
  const parsed = configSchema.safeParse(tree)
  const issues = parsed.success ? [] : parsed.error.issues.filter(({ code }) => code !== 'unrecognized_keys')
  const wrong = issues.map(({ path }) => ({ ...faultAt(tree, path), path }))
  return { config: parsed.data ?? null, faults: [...unknown, ...wrong] }
}

function unknownKeys(value: unknown, path: readonly PropertyKey[]): (Fault & { path: readonly PropertyKey[] })[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownKeys(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  if (path.length > 0 && settingAt(path)?.shape !== 'group') return []
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key]
    return settingAt(here) && !/^\d+$/.test(key) ? unknownKeys(member, here) : [{ ...unknownKey(here), path: here }]
  })
}

function unknownKey(path: readonly PropertyKey[]): Fault {
  const keys = [...SETTINGS.keys()].filter((key) => !key.endsWith('[]'))
  const meant = nearest(genericPath(path), keys)
  return { setting: path.join('.'), found: 'this key is not known.', remedy: `The nearest known key is ${meant}.` }
}

function faultAt(tree: unknown, path: readonly PropertyKey[]): Fault {
  const known = deepestKnown(path)
  const value = valueAt(tree, known.path)
  const { kind } = known.setting
  const found = value === undefined ? 'it is missing' : `found ${shown(value)}`
  return {
    setting: known.path.join('.'),
    found: `${found}, expected ${kind.expected}.`,
    remedy: remedyFor(value, known.setting),
  }
}

/** A union or a check of several keys may point below a setting; messages speak of the setting. */
function deepestKnown(path: readonly PropertyKey[]): { path: readonly PropertyKey[]; setting: Setting } {
  for (let length = path.length; length > 0; length--) {
    const setting = settingAt(path.slice(0, length))
    if (setting) return { path: path.slice(0, length), setting }
  }
  throw new TypeError(`the schema complains of ${path.join('.')}, which is no setting`)
}

function remedyFor(value: unknown, setting: Setting): string {
  if (setting.fallback === undefined) return value === undefined ? 'Write it.' : 'Correct it.'
  const fallback =
    setting.shape === 'group' || setting.fallback === null ? '' : ` ${written(setting.fallback, setting)}`
  return `Correct it, or leave it out for the default${fallback.length > 60 ? '' : fallback}.`
}
