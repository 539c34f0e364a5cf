/** What two nodes share: a network, and in it PostgreSQL of Debian, Redis and an online service, each at a place of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ReceivedLine, receivedIn } from '../../bench/peers/receiving-service.ts'
import { notRun, redisServerAt } from '../queues/redis-server.ts'
import { type DebianPostgres, debianPostgres, hasDebianPostgres } from '../support/debian-postgres.ts'
import { type Network, noNetwork, openNetwork, type Place } from '../support/network.ts'
import { openTogether } from '../support/open-together.ts'
import { receivingProcess } from './receiving-process.ts'

export type NodesGround = AsyncDisposable & {
  readonly network: Network
  readonly postgres: DebianPostgres
  readonly redis: { readonly url: string; readonly place: Place }
  readonly service: { readonly url: string; received(): readonly ReceivedLine[] }
}

/** Why there is no such ground here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noNodes(): string | undefined {
  if (process.env.SLUICE_WIDE === '1') return undefined
  return hasDebianPostgres ? (notRun ?? noNetwork()) : "not run: needs Debian's PostgreSQL 15"
}

/** Everything runs. */
export function openNodesGround(): Promise<NodesGround> {
  return openTogether(async (use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-service-'))
    use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) })
    const network = use(openNetwork())
    const postgres = use(await debianPostgres(network.place('postgres')))
    const place = network.place('redis')
    const redis = use(await redisServerAt(place))
    await redis.start()
    const log = join(folder, 'effects.log')
    const { url } = use(await receivingProcess(log, network.place('service')))
    return {
      ...{ network, postgres, redis: { url: redis.url, place } },
      service: { url, received: () => receivedIn(log) },
    }
  })
}
