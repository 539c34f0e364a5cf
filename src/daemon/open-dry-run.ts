import type { DryRun } from '../batch/dry-run.ts'
import type { Database } from '../database/database.ts'
import { currentRights } from '../registry/rights.ts'
import { createCheckers } from '../stages/checkers/checkers.ts'
import { createDryRun } from './dry-run.ts'
import type { Ground } from './ground.ts'
import { freshIssuers } from './issuers.ts'
import { liveView } from './live-view.ts'

export type OpenDryRun = AsyncDisposable & { readonly dryRun: DryRun }

/** One checker of its own, started when it is first needed: the gate's never wait for people who only ask. */
export function openDryRun({
  live,
  version,
  log,
  now,
  database,
}: Pick<Ground, 'live' | 'version' | 'log' | 'now'> & { readonly database: Database }): OpenDryRun {
  const { limits, schemas } = live.current()
  const { queries } = database
  const settings = liveView(() => live.current())
  const checkers = createCheckers({
    ...{ count: 1, seconds: limits.checkerSeconds, memoryBytes: limits.checkerMemoryBytes },
    ...{ schemasDir: schemas.dir, log },
  })
  const dryRun = createDryRun({
    ...{ queries, settings, productVersion: version, checkers, now },
    rightsOf: (sender) => currentRights(queries, sender),
    issuers: freshIssuers(() => settings.signature.acceptedIssuers, now, log),
  })
  return { dryRun, [Symbol.asyncDispose]: () => checkers[Symbol.asyncDispose]() }
}
