/** A gateway on a busy day, for the pages that watch it: queues, a history of an hour, verdicts, something for a person. */
import { sql } from 'kysely'
import { silentLog } from '../../src/base/log.ts'
import type { ConsoleGround } from '../../src/console/ground.ts'
import { createWatch, type WatchSources } from '../../src/console/watch/watch.ts'
import type { Queries } from '../../src/database/database.ts'
import { PLACES } from '../../src/ledger/books.ts'
import { pauseService } from '../../src/ledger/delivery-control.ts'
import { reportProcess } from '../../src/ledger/processes.ts'
import { placeDeliveries, placeSet } from '../ledger/watch/watched-rows.ts'

export async function placeBusyDay(queries: Queries): Promise<void> {
  await placeDeliveries(queries, { service: 'DIMN', count: 412, agoSeconds: 180, sender: '123456' })
  await placeDeliveries(queries, { service: 'DIMN', count: 16, agoSeconds: 20, state: 'active' })
  await placeDeliveries(queries, { service: 'DIMN', environment: 'S', count: 7, agoSeconds: 19_200 })
  await placeDeliveries(queries, { service: 'DMFA', count: 638, agoSeconds: 540, sender: '900001' })
  await placeDeliveries(queries, { service: 'DMFA', count: 3, agoSeconds: 90, sender: '900002' })
  await placeDeliveries(queries, { service: 'DMFA', environment: 'T', count: 31, agoSeconds: 120 })
  await placeDeliveries(queries, { service: 'DMFA', count: 11, agoSeconds: 7560, state: 'parked' })
  await placeDeliveries(queries, { service: 'WECH', count: 2, agoSeconds: 2460, state: 'inDoubt' })
  await placeDeliveries(queries, { service: 'WECH', count: 94, agoSeconds: 2640, state: 'retrying' })
  await placeSet(queries, { codes: [125], agoSeconds: 3 })
  await placeSet(queries, { channels: ['web'], agoSeconds: 2, environment: 'T' })
  await pauseService(queries, 'DIMN', 'Schema 2026/4, the service team deploys until noon.', 'operator:ann@console')
  const card = { processId: '01890000-0000-7000-8000-000000000001', node: 'gate-1', pid: 4711, version: '0.1.0' }
  await reportProcess(queries, { ...card, roles: ['endpoints', 'console'], addresses: {} }, HEALTH)
  await placeHistory(queries)
}

const HEALTH = {
  state: 'degraded',
  dependencies: {
    database: { state: 'up' },
    spool: { state: 'up' },
    queues: { state: 'degraded', detail: 'Redis does not keep what it is told. Set appendonly yes.' },
  },
}

async function placeHistory(queries: Queries): Promise<void> {
  await sql`insert into history_mark
    select 'minute', date_trunc('minute', now()) - make_interval(mins => minute), minute not between 30 and 34
    from generate_series(1, 75) as minute`.execute(queries)
  await sql`
    insert into queue_sample (grain, at, service, environment, waiting, in_doubt, oldest_seconds, handed_over, seconds_p50, seconds_p95)
    select grain, at, service, environment, greatest(0, base + swing * sin(extract(epoch from at) / pace)), 0,
      greatest(0, base * 2 + swing * cos(extract(epoch from at) / pace)), base / 4, 2 + base / 100, 9 + base / 20
    from history_mark, (values ('DIMN', 'R', 300, 150, 600), ('DIMN', 'S', 6, 2, 900), ('DMFA', 'R', 450, 250, 700),
      ('DMFA', 'T', 20, 12, 200), ('WECH', 'R', 60, 40, 1500)) as line (service, environment, base, swing, pace)`.execute(
    queries,
  )
  await sql`
    insert into verdict_sample select grain, at, 'R', code, sets from history_mark,
      (values (0, 255), (125, 4), (312, 3), (133, 2), (153, 1)) as mix (code, sets)`.execute(queries)
  await sql`
    insert into intake_sample select grain, at, 'R', channel, files * (2 + sin(extract(epoch from at) / 500)), files * 21000
    from history_mark, (values ('sftp', 180), ('ftp', 40), ('web', 90)) as way (channel, files)`.execute(queries)
  await sql`
    insert into session_sample select grain, at, channel, network, sessions * (2 + sin(extract(epoch from at) / 700)) / 3
    from history_mark, (values ('sftp', 'internet', 41), ('ftp', 'fixed-lines', 6), ('web', 'internet', 12), ('sftp', 'fixed-lines', 3),
      ('web', 'fixed-lines', 2)) as way (channel, network, sessions)`.execute(queries)
}

const COUNTED = { superseded: 4, deleted: 1, waiting: 2, discarded: 0, open: 12, pending: 3, parked: 0, cancelled: 2 }

const HELD_SINCE = new Date(Date.now() - 2_460_000)

/** What others know, of the same day. */
export const BUSY_SOURCES: Omit<WatchSources, 'services'> = {
  books: () => ({
    at: new Date(),
    books: { imbalance: 0, misfits: [], places: { ...NOTHING, ...COUNTED, rejected: 621, accepted: 47_566 } },
  }),
  breakers: async () => [
    {
      ...{ service: 'WECH', environment: 'R', state: 'open', since: HELD_SINCE, failures: 12 },
      ...{ openUntil: null, lastError: 'The service closed the connection without an outcome.' },
    },
  ],
  sessions: async () => [
    { channel: 'sftp', network: 'internet', sessions: 41 },
    { channel: 'ftp', network: 'fixed-lines', sessions: 6 },
  ],
  certificates: async () => [{ name: 'acknowledgement', notAfter: new Date(Date.now() + 12.5 * 86_400_000) }],
  selfTests: async () => [{ channel: 'sftp', lastGreenAt: new Date(Date.now() - 40_000), error: null }],
  tailEvents: () => 200,
}

const NOTHING = Object.fromEntries(PLACES.map((place) => [place, 0])) as Record<(typeof PLACES)[number], number>

/** The watch of a rig's ground, told by others what `sources` say. */
export function watchOver(
  { database, watch, now }: Pick<ConsoleGround, 'database' | 'watch' | 'now'>,
  sources: Partial<WatchSources> = {},
): ConsoleGround['watch'] {
  const services = () => watch.services().map((one) => ({ ...one, target: `directory /srv/services/${one.code}` }))
  const all = { ...BUSY_SOURCES, services, ...sources }
  return createWatch({ queries: database.queries, sources: all, now, log: silentLog })
}
