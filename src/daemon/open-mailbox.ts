import type { Database } from '../database/database.ts'
import { createMailbox } from '../mailbox/create-mailbox.ts'
import type { Spool } from '../spool/spool.ts'
import { cancelSet } from '../stages/cancel.ts'
import { sealIfDue, sealUnroutable } from '../stages/seal.ts'
import type { Ground } from './ground.ts'
import { liveView } from './live-view.ts'
import { sealDeps } from './seal-deps.ts'

/** The one door: every endpoint's files come in here, and sets are sealed in the same commit. */
export async function openMailbox(ground: Ground & { readonly database: Database; readonly spool: Spool }) {
  const { live, database, spool, node, now, log, metrics } = ground
  const seal = sealDeps(live, node)
  return await createMailbox({
    ...{ database, spool, node, now, log, metrics },
    ticks: () => performance.now(),
    settings: liveView(() => live.current()),
    sets: {
      sealIfDue: (tx, submission, uploadsHere) => sealIfDue(tx, submission, uploadsHere, seal),
      sealUnroutable: (tx, submission) => sealUnroutable(tx, submission, seal),
      cancelSet,
    },
  })
}
