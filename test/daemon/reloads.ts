import { type Log, silentLog } from '../../src/base/log.ts'
import type { LiveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Config } from '../../src/config/schema.ts'

/** A configuration in a folder, a reload of it with other settings, and what is told meanwhile. */
export async function reloads(cwd: string, ...sets: readonly string[]) {
  const load = async (words: readonly string[]) => (await loadConfig({ cwd, sets: [...words], keys: false })).config
  let config = await load(sets)
  const heard: ((config: Config) => void | Promise<void>)[] = []
  const live: LiveConfig = {
    current: () => config,
    reload: async () => null,
    onReload: (hear) => void heard.push(hear),
  }
  const events: string[] = []
  const log: Log = { ...silentLog, error: (event) => void events.push(event) }
  return {
    ...{ live, log, events, now: () => new Date() },
    /** Without words the same settings, as when a file was replaced. */
    reload: async (...words: readonly string[]) => {
      if (words.length > 0) config = await load(words)
      for (const hear of heard) await hear(config)
    },
  }
}
