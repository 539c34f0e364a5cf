/** The copy of the audit beside the database (rule 31.10): where it lies, and who keeps it up to date. */
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import type { Now } from '../base/clock.ts'
import type { Config } from '../config/schema.ts'
import type { HealthCheck } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import { AuditCopy } from '../registry/audit-copy.ts'
import { LineJournal } from '../spool/line-journal.ts'
import type { Ground } from './ground.ts'
import { repeatEvery } from './repeat-every.ts'
import type { SharedTime } from './shared-time.ts'
import { WatchedLines } from './watched-lines.ts'

const COPY_SECONDS = 1
const FORGET_SECONDS = 3600
/** For so long the end waits for a disk that does not answer. */
const CLOSING_SECONDS = 5

export type OpenAuditCopy = {
  readonly copy: AuditCopy
  readonly journal: LineJournal
  readonly health: HealthCheck
}

type Keeping = Pick<Ground, 'live' | 'log'> & {
  readonly database: Database
  readonly time: Pick<SharedTime, 'mayEnd'>
}

/** Opens nothing yet: the folder is made with the first line. */
export function auditCopyOf({ spool }: Pick<Config, 'spool'>, now: Now): OpenAuditCopy {
  const journal = new LineJournal(spool.auditDir, now)
  const watched = new WatchedLines(journal, () => performance.now())
  return { copy: new AuditCopy(watched), journal, health: () => watched.health() }
}

/** Copies each second what was chained, and removes what is older than `retention.auditCopyDays`, unless the clock has stepped (rule 32.4). */
export function keepAuditCopy({ copy, journal, database, live, log, time }: OpenAuditCopy & Keeping): AsyncDisposable {
  const chores = [
    repeatEvery(
      () => COPY_SECONDS,
      'audit.notCopied',
      async () => void (await copy.goOn(database)),
      log,
    ),
    repeatEvery(
      () => FORGET_SECONDS,
      'audit.copyNotCleaned',
      async () => void ((await time.mayEnd()) && (await journal.forget(live.current().retention.auditCopyDays))),
      log,
    ),
  ]
  return {
    async [Symbol.asyncDispose]() {
      const ends = Promise.allSettled(chores.map((chore) => chore[Symbol.asyncDispose]()))
      await Promise.race([ends, setTimeoutPromise(CLOSING_SECONDS * 1000, undefined, { ref: false })])
    },
  }
}
