/**
 * rule 19.13: wrong proofs at the API for online services make wait, in rows that all processes share. What waits is a service at one
 * address, or an address: nobody can shut a service out from elsewhere. Configured networks are those of senders and mean nothing here.
 */
import type { Config } from '../config/schema.ts'
import type { Database } from '../database/database.ts'
import type { ProofThrottle } from '../endpoints/services/proof-throttle.ts'
import { loginOrigin } from '../registry/login-origin.ts'
import { clearFailures, countedAt, countFailure } from '../registry/login-throttle.ts'

type Limits = Config['limits']['serviceFailures']

export function servicesThrottle(
  database: Pick<Database, 'queries' | 'transaction'>,
  limits: () => Limits,
): ProofThrottle {
  const originOf = (address: string) => loginOrigin(address, null)
  return {
    look: ({ service, address }) => countedAt(database.queries, accountOf(service), originOf(address)),
    async count({ service, address }, isKnown) {
      const { perService: perAccount, ...rest } = limits()
      const fault = isKnown ? 'badToken' : 'unknownUser'
      const failure = { account: accountOf(service), origin: originOf(address), fault } as const
      await database.transaction((tx) => countFailure(tx, failure, { ...rest, perAccount }))
    },
    clear: ({ service, address }) => clearFailures(database.queries, accountOf(service), originOf(address)),
  }
}

/** No user of a channel has such a name. */
function accountOf(service: string): string {
  return `service:${service}`
}
