/** The console before a full queue, and beside the main job. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Queries } from '../../src/database/database.ts'
import type { Figure } from '../figure.ts'
import { besideGoal, besidePeer } from '../reading.ts'
import { openConnections } from '../rig/connections.ts'
import { openGateway } from '../rig/gateway.ts'
import { databaseOf, signInOperator } from '../rig/operator.ts'
import { makeSets } from '../rig/sets.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'
import { ratePerSecond } from './sets-per-second.ts'

const WAITING = 100_000
const DELIVERED = { usual: 200_000, full: 1_000_000 } as const
const CHUNK = 50_000
const MILLISECONDS = 300
const LOOKS = 6
/** After that a look is not fresh any more, and the database is asked. */
const FRESH_MILLISECONDS = 2100

/** Nobody hands over what waits here. */
const ROLES = ['endpoints', 'pipeline', 'portal', 'console']

export const dashboard: Figure = {
  id: 'dashboard',
  title: `The dashboard with ${WAITING} waiting`,
  async measure(bench) {
    const delivered = bench.full ? DELIVERED.full : DELIVERED.usual
    await using folder = await openTempFolder()
    await using gateway = await openGateway(bench.program, join(folder.path, 'gateway'), { roles: ROLES })
    await using database = await databaseOf(gateway)
    await place(database.queries, 'delivered', delivered)
    await place(database.queries, 'waiting', WAITING)
    const operator = await signInOperator(gateway, database)
    const first = await operator.read('/')
    const times: number[] = []
    for (let look = 0; look < LOOKS; look++) {
      await pause(FRESH_MILLISECONDS)
      times.push(await operator.read('/'))
    }
    const service = await operator.read('/services/DMFA')
    const goal = { what: 'at most', value: MILLISECONDS } as const
    const name = `with ${WAITING} waiting and ${delivered} handed over`
    return [
      besideGoal({ name: `Dashboard ${name}, not fresh`, unit: 'ms' }, times, goal),
      besideGoal({ name: `The first dashboard of all ${name}`, unit: 'ms' }, [first], goal),
      besideGoal({ name: `Page of a service ${name}, first`, unit: 'ms' }, [service], goal),
    ]
  },
}

const CONNECTIONS = 8
const CONSOLES = 5
const SETS = { usual: 150, full: 600 } as const
const WARM_UPS = 3
const TARGET = 0.95

export const setsBesideConsoles: Figure = {
  id: 'sets-beside-consoles',
  title: `Whole sets beside ${CONSOLES} open dashboards`,
  async measure(bench) {
    await using folder = await openTempFolder()
    await using gateway = await openGateway(bench.program, join(folder.path, 'gateway'))
    await using database = await databaseOf(gateway)
    const operator = await signInOperator(gateway, database)
    await using senders = await openConnections(gateway, CONNECTIONS)
    await using watcher = await gateway.connect()
    const count = bench.full ? SETS.full : SETS.usual
    const rate = async () => ratePerSecond(await makeSets(gateway, count), senders, watcher)
    const rates = await inTurns(
      {
        alone: rate,
        async beside() {
          const open = Array.from({ length: CONSOLES }, () => operator.keepOpen('/', '/live/now'))
          const beside = await rate()
          for (const one of open) one[Symbol.dispose]()
          return beside
        },
      },
      bench,
      { warmUps: WARM_UPS },
    )
    const name = `Sets answered on ${CONNECTIONS} connections beside ${CONSOLES} open dashboards`
    const peer = { what: 'no console open', values: rates.alone, target: TARGET }
    return [besidePeer({ name, unit: 'sets/s' }, rates.beside, peer)]
  },
}

async function place(queries: Queries, state: 'delivered' | 'waiting', count: number): Promise<void> {
  for (let done = 0; done < count; done += CHUNK) {
    await sql`
      with sets as (
        insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at, closed_at)
        select gen_random_uuid(), '123456', 'R', ${`IN/${state}.${done}.`} || index, true, now(), now() - interval '3 days'
        from generate_series(1, ${Math.min(CHUNK, count - done)}::integer) as index returning submission_id
      ), numbered as (select submission_id, row_number() over () as place from sets)
      insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state,
        created_at, finished_at)
      select gen_random_uuid(), submission_id, (array['DMFA', 'DIMN', 'DMWA', 'WECH', 'TWCT'])[1 + place % 5],
        lpad((place % 500)::text, 6, '0'), (array['R', 'T', 'S'])[1 + place % 3], gen_random_uuid(), ${state},
        now() - make_interval(secs => place % 90000),
        case when ${state} = 'delivered' then now() - make_interval(secs => place % 80000) end
      from numbered`.execute(queries)
  }
}
