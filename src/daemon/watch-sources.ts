/** What the watching pages of the console are told of what is in force here. */
import type { Config } from '../config/schema.ts'
import type { WatchedService, WatchSources } from '../console/watch/watch.ts'
import { lastGreen } from '../ledger/retention/self-tests.ts'
import { targetStates } from '../ledger/target-states.ts'
import { sessionCounts } from '../registry/sessions/session-counts.ts'
import type { Ground } from './ground.ts'
import { ownCertificates, withoutFollowed } from './own-certificates.ts'

type Under = Pick<Ground, 'live' | 'now'> & Pick<WatchSources, 'books'>

export function watchSources({ live, books, now }: Under): WatchSources {
  return {
    services: () => live.current().services.map(watchedService),
    books,
    breakers: targetStates,
    sessions: sessionCounts,
    certificates: async () => withoutFollowed(await ownCertificates(live.current().certs.dir, now())),
    async selfTests(queries) {
      const tests = await lastGreen(queries)
      return tests.map(({ endpoint, lastGreenAt, last }) => ({ channel: endpoint, lastGreenAt, error: last.error }))
    },
    tailEvents: () => live.current().console.tailEvents,
  }
}

function watchedService({ code, labels, environments, target, ...paces }: Config['services'][number]): WatchedService {
  const { retry, rate, concurrency } = paces
  return { code, labels, environments, target: wayTo(target), retry, rate, concurrency }
}

/** How a service is reached, without secrets. */
export function wayTo({ type, path, url }: Config['services'][number]['target']): string {
  const where = { directory: path, http: url, worker: '' }[type]
  return `${type} ${where}`.trimEnd()
}
