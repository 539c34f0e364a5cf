import { Corrupt } from '../base/errors.ts'
import { Together } from '../base/together.ts'
import { withOwnService } from '../batch/own-service.ts'
import type { Rights } from '../batch/rights.ts'
import type { Database } from '../database/database.ts'
import { createMailbox } from '../mailbox/create-mailbox.ts'
import { currentRightsOf } from '../registry/rights.ts'
import type { Spool } from '../spool/spool.ts'
import { cancelSet } from '../stages/cancel.ts'
import { foreseenFaults } from '../stages/foresee.ts'
import { sealAllDue, sealIfDue, sealUnroutable } from '../stages/seal.ts'
import { commitPoints } from './failpoints/commit-points.ts'
import { inboxPoints } from './failpoints/inbox-points.ts'
import type { Ground } from './ground.ts'
import { derivedView } from './live-view.ts'
import { sealDeps } from './seal-deps.ts'
import type { SharedTime } from './shared-time.ts'

type MailboxGround = Ground & {
  readonly database: Database
  readonly spool: Spool
  readonly time: Pick<SharedTime, 'mayEndAt'>
}

/** The one door: every endpoint's files come in here, and sets are sealed in the same commit. */
export async function openMailbox(ground: MailboxGround) {
  const { live, spool, node, now, log, metrics, failpoints } = ground
  const database = commitPoints(ground.database, failpoints, { before: 'P5' })
  const seal = sealDeps(live, node, ground.time)
  const settings = derivedView(() => live.current(), withOwnService)
  const mailbox = await createMailbox({
    ...{ database, spool, node, now, log, metrics },
    ticks: () => performance.now(),
    settings,
    sets: {
      sealIfDue: (tx, candidate) => sealIfDue(tx, candidate, seal),
      sealAllDue: (tx, candidates) => sealAllDue(tx, candidates, seal),
      sealUnroutable: (tx, submission) => sealUnroutable(tx, submission, seal),
      cancelSet,
      rightsOf: rightsReader(database),
      faultsOf: (set, rounds, rights) => foreseenFaults(set, rounds, rights, settings),
    },
  })
  return inboxPoints(mailbox, failpoints)
}

/** As they are now. Whoever asks while the registry is being read is answered by the next reading, with all others who asked. */
function rightsReader({ queries }: Database): (sender: string) => Promise<Rights> {
  const asked = new Together<string, Rights | null>(async (senders) => {
    const found = await currentRightsOf(queries, senders)
    return (sender) => found.get(sender) ?? null
  })
  return async (sender) => {
    const rights = await asked.add(sender)
    if (!rights) throw new Corrupt(`the sender ${sender} is not in the registry`)
    return rights
  }
}
