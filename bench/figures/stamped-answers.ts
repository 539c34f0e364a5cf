/** What time-stamps cost: the same sets at a gateway whose answers are stamped by a local authority, and at one without. */
import { join } from 'node:path'
import type { Figure } from '../figure.ts'
import { openStampAuthority } from '../peers/stamp-authority.ts'
import { besideGoal, besidePeer } from '../reading.ts'
import { openConnections } from '../rig/connections.ts'
import { openGateway } from '../rig/gateway.ts'
import { makeSets } from '../rig/sets.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'
import { ratePerSecond } from './sets-per-second.ts'

const CONNECTIONS = 8
const SETS = { usual: 100, full: 400 } as const
const GOAL = { what: 'at least', value: 50 } as const
/** The authority is a process for each stamp on the same cores. */
const TARGET = 0.5

export const stampedAnswers: Figure = {
  id: 'stamped-answers',
  title: 'Answers with a time-stamp and without',
  async measure(bench) {
    await using folder = await openTempFolder()
    await using authority = await openStampAuthority(join(folder.path, 'tsa'))
    const at = 'acknowledgement.timestamp'
    const settings = [`${at}.url=${authority.url}`, `${at}.issuers=${authority.rootFile}`]
    await using stamped = await openGateway(bench.program, join(folder.path, 'stamped'), { settings })
    await using plain = await openGateway(bench.program, join(folder.path, 'plain'))
    const count = bench.full ? SETS.full : SETS.usual
    const rateOf = async (gateway: typeof plain): Promise<number> => {
      await using senders = await openConnections(gateway, CONNECTIONS)
      await using watcher = await gateway.connect()
      return await ratePerSecond(await makeSets(gateway, count), senders, watcher)
    }
    const rates = await inTurns({ stamped: () => rateOf(stamped), plain: () => rateOf(plain) }, bench)
    const named = { name: `Stamped answers on ${CONNECTIONS} connections`, unit: 'sets/s' } as const
    return [
      besideGoal(named, rates.stamped, GOAL),
      besidePeer({ ...named, name: 'the same' }, rates.stamped, {
        what: 'answers without a time-stamp',
        values: rates.plain,
        target: TARGET,
      }),
    ]
  },
}
