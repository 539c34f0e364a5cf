/** Whether a soak can be run here. */
import { notRun as notInstalled } from '../endpoints/support/programs.ts'
import { noSmallDisk } from '../gateway/small-disk.ts'
import { noTracer } from '../gateway/tracer.ts'
import { noClientNetwork } from './client-network.ts'
import { noClock } from './clock.ts'
import { noPostgres } from './postgres.ts'

/** Why not, or nothing; in CI (`SLUICE_WIDE=1`) it must. */
export function notRun(): string | undefined {
  const programs = notInstalled('redis-server', 'sftp', 'lftp', 'curl', 'openssl', 'ip', 'nft', 'tc')
  return programs ?? noPostgres() ?? noClock() ?? noSmallDisk() ?? noTracer() ?? noClientNetwork()
}
