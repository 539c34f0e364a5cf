/** What leaves, looked for now and then by each process that has the pipeline; a lease lets one of them work at a time. */
import { errorFields } from '../base/log.ts'
import type { Database } from '../database/database.ts'
import { runningProcesses } from '../ledger/processes.ts'
import { reclaimable } from '../ledger/retention/blob-marks.ts'
import { postUnreadAnswers } from '../notices/unread-answers.ts'
import type { TellUnread } from '../pipeline/retention/leave-out.ts'
import { type Looked, lookAround } from '../pipeline/retention/look-around.ts'
import { retentionRules } from '../pipeline/retention/rules.ts'
import type { Spool } from '../spool/spool.ts'
import { clockOf, isReliable } from './clock-state.ts'
import { commitPoints } from './failpoints/commit-points.ts'
import { sweepPoints } from './failpoints/step-points.ts'
import type { Ground } from './ground.ts'
import { repeatEvery } from './repeat-every.ts'
import type { SharedTime } from './shared-time.ts'

const SPEAKING_SECONDS = 60

type RetentionGround = Ground & {
  readonly database: Database
  readonly spool: Spool
  readonly time: Pick<SharedTime, 'mayEnd' | 'state'>
}

export function openRetention(ground: RetentionGround): AsyncDisposable {
  const { live, node, now, log, failpoints } = ground
  const database = commitPoints(ground.database, failpoints, { after: 'P21' })
  const spool = sweepPoints(ground.spool, failpoints)
  const measure = retentionMetrics(ground)
  const tell = tellingBy(() => live.current().messages.noticeDays)
  const deps = { database, spool, now, tell, owner: node }
  return repeatEvery(
    () => live.current().retention.everySeconds,
    'retention.failed',
    async () => {
      if (!(await mayLeave(ground))) return log.warn('retention.held', { ...ground.time.state() })
      const config = live.current()
      const looked = await lookAround(deps, retentionRules(config), config.retention.everySeconds)
      for (const one of looked) measure(one)
    },
    log,
  )
}

/** rule 32.4: the age of a file on a shared disk is told by the clock of whoever wrote it, so those of all processes count. */
async function mayLeave({ time, live, database }: RetentionGround): Promise<boolean> {
  if (!(await time.mayEnd())) return false
  const others = (await runningProcesses(database.queries, SPEAKING_SECONDS)).map(clockOf)
  return [time.state(), ...others].every((clock) => clock === null || isReliable(clock, live.current().alarms))
}

/** Notices in the mailbox of the sender's enterprise; its nightly e-mail says that there are some. */
export function tellingBy(noticeDays: () => number): TellUnread {
  return (tx, unread, at) => postUnreadAnswers(tx, unread, { noticeDays: noticeDays(), at })
}

// biome-ignore format: a table
const COUNTED: Readonly<Record<string, readonly [name: string, help: string]>> = {
  'notices.told':          ['sluice_answer_notices_total',          'Answers whose receivers were told that they lie unread.'],
  'notices.expired':       ['sluice_answers_expired_total',         'Answers that left their OUT folder after their time.'],
  'notices.expiredUnread': ['sluice_answers_expired_unread_total',  'Those of them that nobody had read.'],
  'archive.bytes':         ['sluice_contents_released_bytes_total', 'Bytes whose archive time was over.'],
  'sweep.removed':         ['sluice_blobs_removed_total',           'Contents taken off the disk.'],
  'sweep.bytes':           ['sluice_blobs_removed_bytes_total',     'Bytes taken off the disk.'],
}

function retentionMetrics({ metrics, log, database, now }: RetentionGround) {
  const counters = new Map(Object.entries(COUNTED).map(([key, [name, help]]) => [key, metrics.counter(name, help)]))
  const ranAt = metrics.gauge('sluice_retention_last_run_seconds', 'When each kind of look was last done here.', [
    'task',
  ])
  const waiting = metrics.gauge(
    'sluice_reclaimable_bytes',
    'Bytes on the disk that nothing needs, marked to be removed.',
  )
  metrics.beforeScrape(async () => {
    const found = await reclaimable(database.queries).catch((error) =>
      log.debug('retention.notMeasured', errorFields(error)),
    )
    if (found) waiting(found.bytes)
  })
  return ({ task, result }: Looked) => {
    for (const [key, count] of Object.entries(result)) counters.get(`${task}.${key}`)?.({}, count)
    ranAt(now().getTime() / 1000, { task })
    if (Object.entries(result).some(([key, count]) => count > 0 && key !== 'looked'))
      log.info('retention.looked', { task, ...result })
  }
}
