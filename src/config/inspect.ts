/** What an operator is shown of the configuration while the gateway runs: what is in force, where it comes from, and what waits (rule 26.9). */
import { type Now, systemNow } from '../base/clock.ts'
import type { LiveConfig } from './live.ts'
import type { Loaded } from './load.ts'
import { BadConfiguration, problemLine } from './problems.ts'
import { reloadable } from './reload.ts'
import type { Config } from './schema.ts'
import { LEAF_PATHS, SETTINGS, written } from './settings.ts'
import { valueAt } from './tree.ts'
import type { Origin } from './written.ts'

export type InspectedSetting = {
  readonly path: string
  /** What it is for, as the reference has it. */
  readonly sentence: string
  /** As it is written in the file; secrets are in files of their own and never here. */
  readonly value: string
  /** Null where it has none. */
  readonly fallback: string | null
  /** Where what is written now comes from. */
  readonly origin: Origin
  /** What is written now is another value, in force after a reload or after a restart; null: it is in force. */
  readonly waitsFor: 'reload' | 'restart' | null
}

export type Inspection = {
  readonly file: string | null
  readonly settings: readonly InspectedSetting[]
  /** What is wrong with what is written now, so that a reload would refuse it; empty: nothing. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  /** Null before the first. `refused`: what was in force stayed. */
  readonly lastReload: {
    readonly at: Date
    readonly outcome: 'applied' | 'refused'
    readonly changed: readonly string[]
  } | null
}

/** The same configuration with its reloads noted, and a look at it. `load` is the call that made what is in force. */
export function inspectable(
  live: LiveConfig,
  load: () => Promise<Loaded>,
  now: Now = systemNow,
): { readonly live: LiveConfig; readonly inspect: () => Promise<Inspection> } {
  let lastReload: Inspection['lastReload'] = null
  const noted: LiveConfig = {
    ...live,
    async reload() {
      const outcome = await live.reload()
      lastReload = { at: now(), outcome: outcome ? 'applied' : 'refused', changed: outcome?.apply ?? [] }
      return outcome
    },
  }
  return {
    live: noted,
    async inspect() {
      const read = await readAgain(load)
      return { ...inspectionOf(live.current(), 'config' in read ? read : null), ...troubleOf(read), lastReload }
    },
  }
}

/** `next`: what is written now; null when it cannot be read. */
export function inspectionOf(current: Config, next: Loaded | null): Pick<Inspection, 'file' | 'settings'> {
  const { apply, needRestart } = next ? reloadable(current, next.config) : { apply: [], needRestart: [] }
  const settings = LEAF_PATHS.flatMap((path) => {
    const setting = SETTINGS.get(path)
    if (!setting) return []
    const { sentence, fallback } = setting
    return {
      ...{ path, sentence, value: harmless(written(valueAt(current, path.split('.')), setting)) },
      fallback: fallback === undefined ? null : written(fallback, setting),
      origin: next?.origins.get(path) ?? ('default' as const),
      waitsFor: needRestart.includes(path) ? ('restart' as const) : apply.includes(path) ? ('reload' as const) : null,
    }
  })
  return { file: next?.file ?? null, settings }
}

async function readAgain(load: () => Promise<Loaded>): Promise<Loaded | BadConfiguration> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof BadConfiguration) return error
    throw error
  }
}

function troubleOf(read: Loaded | BadConfiguration): Pick<Inspection, 'problems' | 'warnings'> {
  if ('config' in read) return { problems: [], warnings: read.warnings }
  return { problems: read.problems.map(problemLine), warnings: [] }
}

/** An address may hold a password although it should not. */
function harmless(value: string): string {
  return value.replaceAll(/\/\/[^\s"]*@/g, '//…@')
}
