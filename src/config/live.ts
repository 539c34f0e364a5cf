import type { Log } from '../base/log.ts'
import type { Loaded } from './load.ts'
import { BadConfiguration } from './problems.ts'
import { applyReload, type Reload, reloadable } from './reload.ts'
import type { Config } from './schema.ts'

/** The configuration in force while the gateway runs. */
export type LiveConfig = {
  current(): Config
  /** Reads the configuration again (SIGHUP) and puts in force what can be; null when it is bad and the old one stays. */
  reload(): Promise<Reload | null>
  /**
   * Called after each good reload, with what is then in force, also when no setting differs: the files that settings name may. The
   * reload is over, and told (`config.reloaded`), when everybody has heard.
   */
  onReload(hear: (config: Config) => void | Promise<void>): void
}

/** `load` is the same call that made `initial`. */
export function liveConfig(initial: Config, load: () => Promise<Loaded>, log: Log): LiveConfig {
  const listeners: ((config: Config) => void | Promise<void>)[] = []
  let current = initial
  let last: Promise<unknown> = Promise.resolve()

  async function reload(): Promise<Reload | null> {
    const next = await loadOrComplain(load, log)
    if (!next) return null
    const outcome = reloadable(current, next)
    current = applyReload(current, next)
    for (const hear of listeners) await hear(current)
    log.info('config.reloaded', outcome)
    if (outcome.needRestart.length > 0) log.warn('config.restartNeeded', { settings: outcome.needRestart })
    return outcome
  }

  return {
    current: () => current,
    reload() {
      const result = last.then(reload, reload) // one after the other, so that the newest file is the one that stays
      last = result
      return result
    },
    onReload: (hear) => void listeners.push(hear),
  }
}

async function loadOrComplain(load: () => Promise<Loaded>, log: Log): Promise<Config | null> {
  try {
    const { config, warnings } = await load()
    for (const warning of warnings) log.warn('config.warning', { warning })
    return config
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error
    log.error('config.refused', { problems: error.problems, remedy: error.remedy })
    return null
  }
}
