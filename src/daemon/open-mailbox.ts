import { Corrupt } from '../base/errors.ts'
import type { Rights } from '../batch/rights.ts'
import type { Database, Queries } from '../database/database.ts'
import { createMailbox } from '../mailbox/create-mailbox.ts'
import { currentRights } from '../registry/rights.ts'
import type { Spool } from '../spool/spool.ts'
import { cancelSet } from '../stages/cancel.ts'
import { foreseenFaults } from '../stages/foresee.ts'
import { sealIfDue, sealUnroutable } from '../stages/seal.ts'
import type { Ground } from './ground.ts'
import { liveView } from './live-view.ts'
import { sealDeps } from './seal-deps.ts'

/** The one door: every endpoint's files come in here, and sets are sealed in the same commit. */
export async function openMailbox(ground: Ground & { readonly database: Database; readonly spool: Spool }) {
  const { live, database, spool, node, now, log, metrics } = ground
  const seal = sealDeps(live, node)
  const settings = liveView(() => live.current())
  return await createMailbox({
    ...{ database, spool, node, now, log, metrics },
    ticks: () => performance.now(),
    settings,
    sets: {
      sealIfDue: (tx, submission, uploadsHere, members) => sealIfDue(tx, submission, uploadsHere, seal, members),
      sealUnroutable: (tx, submission) => sealUnroutable(tx, submission, seal),
      cancelSet,
      faultsOf: (queries, set, rounds) => foreseenFaults(queries, set, rounds, { settings, rightsOf }),
    },
  })
}

async function rightsOf(queries: Queries, sender: string): Promise<Rights> {
  const rights = await currentRights(queries, sender)
  if (!rights) throw new Corrupt(`the sender ${sender} is not in the registry`)
  return rights
}
