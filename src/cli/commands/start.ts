import { resolve } from 'node:path'
import { linesTogether } from '../../base/lines-together.ts'
import { createLog, errorFields } from '../../base/log.ts'
import { failpointsIn } from '../../config/failpoints.ts'
import { inspectable } from '../../config/inspect.ts'
import { liveConfig } from '../../config/live.ts'
import { loadConfig } from '../../config/load.ts'
import { DEFAULT_FILE } from '../../config/written.ts'
import { parseRoles, ROLES } from '../../daemon/roles.ts'
import type { CommandDefinition, GlobalOptions } from '../command.ts'
import { endBySignalIfStuck } from '../end-by-signal.ts'
import { EXIT } from '../exit-codes.ts'
import { productVersion } from '../product-version.ts'
import { RefusedCommand } from '../refused-command.ts'

/** `sluice start`: the daemon. One JSON line on stdout when it is ready; SIGTERM drains, SIGHUP, or a change of its file, reads the configuration again. */
export const startCommand: CommandDefinition = (program, terminal) => {
  program
    .command('start')
    .description('run the gateway until SIGTERM or Ctrl-C')
    .option('--roles <list>', 'endpoints,pipeline,delivery,portal,console; all when left out')
    .action(async ({ roles }: { roles?: string }, command) => {
      // loaded here: the other commands start faster without the daemon's libraries
      const { runGateway } = await import('../../daemon/run-gateway.ts')
      const { watchConfiguration } = await import('../../daemon/watch-configuration.ts')
      const chosen = parseRoles(roles)
      if (!chosen.ok)
        throw new RefusedCommand(`There is no role "${chosen.problem}". Choose among ${ROLES.join(', ')}.`)
      const { config: file, set } = command.optsWithGlobals() as GlobalOptions
      const load = () => loadConfig({ file, sets: set, cwd: process.cwd() })
      const { config, warnings, file: written } = await load()
      const log = createLog(config.log.level, linesTogether(process.stderr, config.log.waitingBytes))
      const failpoints = failpointsIn(config.mode)
      if (failpoints) log.error('gateway.failsOnPurpose', { failpoints: failpoints.written })
      for (const warning of warnings) log.warn('config.warning', { warning })
      const { live, inspect } = inspectable(liveConfig(config, load, log), load)
      const configurationFile = written ?? resolve(DEFAULT_FILE)
      await using _watching = await watchConfiguration({ live, file: configurationFile, log })
      const stop = stopOnSignals(log)
      const reload = () => void live.reload()
      process.on('SIGHUP', reload)
      process.once('uncaughtException', (error) => {
        log.error('gateway.bug', errorFields(error))
        process.exit(EXIT.bug)
      })
      const running = runGateway({
        ...{ live, inspect, failpoints },
        roles: chosen.value,
        version: productVersion(),
        log,
        stop: stop.signal,
        ready: (addresses) => terminal.json({ event: 'gateway.ready', ...addresses }),
      })
      await running.then(
        () => endBySignalIfStuck('SIGTERM', log),
        (error: unknown) => {
          endBySignalIfStuck('SIGKILL', log)
          throw error
        },
      )
      process.off('SIGHUP', reload)
    })
}

/** The first signal drains; a second one of the same kind ends the process at once, as the shell would. */
function stopOnSignals(log: { info(event: string, about?: object): void }): AbortController {
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      log.info('gateway.stopping', { signal: name })
      stop.abort()
    })
  }
  return stop
}
