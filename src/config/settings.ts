/** The schema as a flat list of settings: what error messages, the reference and `config show` are made from. */

import { z } from 'zod'
import { KINDS, type Kind } from './kinds.ts'
import { configSchema } from './schema.ts'

export type Setting = {
  /** `limits.parts`; `[]` stands for any place in a list: `services[].code`. */
  readonly path: string
  readonly shape: 'group' | 'list' | 'value'
  readonly sentence: string
  readonly kind: Kind
  /** The default; undefined when the setting has none and must be given. */
  readonly fallback: unknown
}

export const SETTINGS: ReadonlyMap<string, Setting> = new Map(
  settingsBelow(configSchema, '').map((setting) => [setting.path, setting]),
)

/** Everything that has a value of its own; a list is one value. */
export const LEAF_PATHS: readonly string[] = [...SETTINGS.values()]
  .filter(({ path, shape }) => shape !== 'group' && !path.includes('[]'))
  .map(({ path }) => path)

/** Finds the setting behind a concrete path such as `services.0.code`. */
export function settingAt(path: readonly PropertyKey[]): Setting | undefined {
  return SETTINGS.get(genericPath(path))
}

/** `services[].code` for `['services', 0, 'code']`. */
export function genericPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, step) => {
    if (typeof step === 'number' || /^\d+$/.test(String(step))) return `${before}[]`
    return joined(before, String(step))
  }, '')
}

/** A value as an operator writes it in the file. */
export function written(value: unknown, { kind }: Setting): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map((item) => flow(item, kind)).join(', ')}]`
  return flow(value, kind)
}

function flow(value: unknown, { format }: Kind): string {
  if (value === null) return 'null'
  return format ? format(value as never) : JSON.stringify(value)
}

function settingsBelow(schema: z.core.$ZodType, path: string): Setting[] {
  const { inner, sentence, kind, fallback } = unwrapped(schema)
  const itself = { path, sentence, fallback }
  if (inner instanceof z.ZodObject) {
    const members = Object.entries(inner.shape as Record<string, z.core.$ZodType>)
    const below = members.flatMap(([key, member]) => settingsBelow(member, joined(path, key)))
    const expected = kind?.expected ?? 'a mapping of keys'
    return path === '' ? below : [{ ...itself, shape: 'group', kind: { ...kind, expected } }, ...below]
  }
  if (inner instanceof z.ZodArray) {
    const [element, ...below] = settingsBelow(inner.element, `${path}[]`)
    const expected =
      kind?.expected ?? (element?.shape === 'value' ? `a list of: ${element.kind.expected}` : 'a list of mappings')
    const list: Setting = { ...itself, shape: 'list', kind: { ...element?.kind, expected } }
    return element ? [list, element, ...below] : [list]
  }
  return [{ ...itself, shape: 'value', kind: kind ?? { expected: 'a value' } }]
}

/** Takes off defaults and the like; what they carry (sentence, kind, default) comes from the outermost layer that has it. */
function unwrapped(schema: z.core.$ZodType) {
  let inner = schema
  let sentence = ''
  let kind: Kind | undefined
  let fallback: unknown
  for (;;) {
    if (sentence === '') sentence = z.globalRegistry.get(inner)?.description ?? ''
    kind ??= KINDS.get(inner)
    if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) fallback ??= inner.def.defaultValue
    else if (!(inner instanceof z.ZodNullable)) return { inner, sentence, kind, fallback }
    inner = inner.unwrap()
  }
}

function joined(before: string, key: string): string {
  return before === '' ? key : `${before}.${key}`
}
