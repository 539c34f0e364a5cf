/** Reads JSON that must be exactly as agreed: every fault is told by the path to it and without repeating what stands there (case R17). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'

export type Fault = { readonly path: string; readonly what: string }

/** The path is where the value stands, as `enterprises[3].qualities`; empty for the document itself. */
export type Read<Value> = (value: unknown, path: string) => Result<Value, readonly Fault[]>

type Field<Value> = { readonly read: Read<Value>; readonly isOptional: boolean }
type Fields<Value> = { readonly [Key in keyof Value]-?: Field<Exclude<Value[Key], undefined>> }

export function required<Value>(read: Read<Value>): Field<Value> {
  return { read, isOptional: false }
}

export function optional<Value>(read: Read<Value>): Field<Value> {
  return { read, isOptional: true }
}

/** A text that `parse` takes. */
export function text<Value>(parse: (text: string) => Result<Value, Refusal>): Read<Value> {
  return (value, path) => {
    if (typeof value !== 'string') return fault(path, 'This is no text.')
    const parsed = parse(value)
    return parsed.ok ? parsed : fault(path, parsed.problem.cause)
  }
}

export function list<Value>(read: Read<Value>): Read<readonly Value[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return fault(path, 'This is no list.')
    const items = value.map((item, index) => read(item, `${path}[${index}]`))
    const faults = items.flatMap((item) => (item.ok ? [] : item.problem))
    return faults.length > 0 ? no(faults) : ok(items.flatMap((item) => (item.ok ? [item.value] : [])))
  }
}

/** These fields and no others; a field that is null counts as a fault, not as left out. */
export function object<Value extends object>(fields: Fields<Value>): Read<Value> {
  const known = new Map<string, Field<unknown>>(Object.entries(fields))
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(path, 'This is no object.')
    const given = new Map<string, unknown>(Object.entries(value))
    const foreign = [...given.keys()].filter((key) => !known.has(key))
    const faults: Fault[] = foreign.map((key) => ({ path: within(path, key), what: 'There is no such field.' }))
    const found: [string, unknown][] = []
    for (const [key, { read, isOptional }] of known) {
      if (!given.has(key) && isOptional) continue
      const result = given.has(key)
        ? read(given.get(key), within(path, key))
        : fault(within(path, key), 'It is missing.')
      if (result.ok) found.push([key, result.value])
      else faults.push(...result.problem)
    }
    return faults.length > 0 ? no(faults) : ok(Object.fromEntries(found) as Value)
  }
}

export function fault(path: string, what: string): { readonly ok: false; readonly problem: readonly Fault[] } {
  return no([{ path, what }])
}

/** A name that is not one of ours is cut, and no more than letters of it are repeated. */
function within(path: string, key: string): string {
  const name = /^[A-Za-z_]{1,40}$/.test(key) ? key : '?'
  return path === '' ? name : `${path}.${name}`
}
