/** `config show`: every effective value and where it comes from. Secrets are in files, and nobody opens those here. */

import type { Loaded } from './load.ts'
import { settingAt, written } from './settings.ts'
import { valueAt } from './tree.ts'
import type { Origin } from './written.ts'

export type ShownSetting = { readonly value: unknown; readonly origin: Origin }

export type ShownConfig = {
  readonly file: string | null
  readonly warnings: readonly string[]
  /** By path, in the order of the reference; sizes in bytes, lists whole. */
  readonly settings: Readonly<Record<string, ShownSetting>>
}

export function showConfig({ config, origins, warnings, file }: Loaded): ShownConfig {
  const settings = [...origins].map(([path, origin]): [string, ShownSetting] => {
    return [path, { value: valueAt(config, path.split('.')), origin }]
  })
  return { file, warnings, settings: Object.fromEntries(settings) }
}

/** One line a value: path, value as it is written in the file, origin. */
export function showConfigText(loaded: Loaded): string {
  const lines = Object.entries(showConfig(loaded).settings).flatMap(([path, { value, origin }]) =>
    leaves(value, path.split('.')).map((leaf) => ({ ...leaf, origin })),
  )
  const width = Math.max(...lines.map(({ path }) => path.length))
  return lines.map(({ path, text, origin }) => `${path.padEnd(width)}  ${text}  (${origin})\n`).join('')
}

function leaves(value: unknown, path: readonly string[]): { path: string; text: string }[] {
  const setting = settingAt(path)
  const isListOfMappings = setting?.shape === 'list' && settingAt([...path, 0])?.shape === 'group'
  if (setting && setting.shape !== 'group' && !isListOfMappings) {
    return [{ path: path.join('.'), text: written(value, setting) }]
  }
  return Object.entries(value as object).flatMap(([key, member]) => leaves(member, [...path, key]))
}
