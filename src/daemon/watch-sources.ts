/** What the watching pages of the console are told of what is in force here. */
import type { Config } from '../config/schema.ts'
import type { WatchedService, WatchSources } from '../console/watch/watch.ts'
import type { Ground } from './ground.ts'

type Under = Pick<Ground, 'live'> & Pick<WatchSources, 'books'>

/** Breakers, sessions, certificates and self-tests are told by those who have them. */
export function watchSources({ live, books }: Under): WatchSources {
  return {
    services: () => live.current().services.map(watchedService),
    books,
    breakers: async () => [],
    sessions: async () => [],
    certificates: async () => [],
    selfTests: async () => [],
    tailEvents: () => live.current().console.tailEvents,
  }
}

function watchedService({ code, labels, environments, target, ...paces }: Config['services'][number]): WatchedService {
  const { retry, rate, concurrency } = paces
  return { code, labels, environments, target: `${target.type} ${target.path}`, retry, rate, concurrency }
}
