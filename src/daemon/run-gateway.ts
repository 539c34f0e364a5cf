/** The composition root: reads as the list of what the gateway is. Everything is built by hand, in the order in which it is needed. */
import { hostname } from 'node:os'
import { carriedClock } from '../base/carried-clock.ts'
import { systemNow } from '../base/clock.ts'
import type { Failpoints } from '../base/failpoints.ts'
import type { Sha256 } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import { createMetrics } from '../base/metrics.ts'
import type { Inspection } from '../config/inspect.ts'
import type { LiveConfig } from '../config/live.ts'
import { openDatabase } from '../database/open-database.ts'
import type { Books } from '../ledger/books.ts'
import { unmarkBlob } from '../ledger/retention/blob-marks.ts'
import { sessionCounts } from '../registry/sessions/session-counts.ts'
import { nodeDisk } from '../spool/disk.ts'
import { openSpool } from '../spool/open-spool.ts'
import { auditCopyOf, keepAuditCopy } from './audit-copy.ts'
import { startChores } from './chores.ts'
import { endingOn } from './ending.ts'
import { diskPoints } from './failpoints/disk-points.ts'
import type { Ground } from './ground.ts'
import { readinessOf } from './health.ts'
import { takeUpLostChanges } from './lost-changes/take-up.ts'
import { noticeLostDatabase } from './notice-lost-database.ts'
import { openAnswers } from './open-answers.ts'
import { type Address, openConsole } from './open-console.ts'
import { openDeliveries } from './open-deliveries.ts'
import { openFolders } from './open-folders.ts'
import { openFtp } from './open-ftp.ts'
import { openMailbox } from './open-mailbox.ts'
import { openPipeline } from './open-pipeline.ts'
import { openPortal } from './open-portal.ts'
import { openRetention } from './open-retention.ts'
import { openServicesApi } from './open-services-api.ts'
import { openSftp } from './open-sftp.ts'
import { openWeb } from './open-web.ts'
import { startPeopleChores } from './people-chores.ts'
import { openSecretBox } from './registry-key.ts'
import { startRevocation } from './revocation.ts'
import type { Role } from './roles.ts'
import { selfTestHealth, startSelfTest } from './self-test/self-test.ts'
import { openSessionWatch } from './session-watch.ts'
import { SharedTime } from './shared-time.ts'
import { openSigning } from './signing/open-signing.ts'
import { makeTrialKeys } from './trial-keys.ts'

export type GatewayOptions = {
  readonly live: LiveConfig
  /** A look at the configuration and where it comes from, for the console. */
  readonly inspect?: () => Promise<Inspection>
  readonly roles: ReadonlySet<Role>
  readonly version: string
  readonly log: Log
  /** Where it is to fail, for tests. */
  readonly failpoints?: Failpoints | undefined
  /** Aborted when the gateway is to end. */
  readonly stop: AbortSignal
  /** Told once, when everything listens. */
  readonly ready: (addresses: Readonly<Record<string, Address>>) => void
}

const NEEDING_SECRETS: readonly Role[] = ['portal', 'endpoints', 'console']
const SIGNING: readonly Role[] = ['pipeline', 'delivery']

/** Runs until `stop`; then drains, closes everything in the reverse order, and resolves. A bug, or a part that failed for good, rejects. */
export async function runGateway(options: GatewayOptions): Promise<void> {
  const { live, inspect, roles, version, log, failpoints, stop, ready } = options
  const config = live.current()
  const node = `${hostname()}/${process.pid}`
  const ending = endingOn(stop, () => live.current().drainSeconds)
  const ticks = () => performance.now()
  const clock = carriedClock(systemNow, ticks)
  const ground: Ground = {
    live,
    node,
    version,
    log,
    metrics: createMetrics({ ofProcess: true }),
    now: clock.now,
    ending,
    failpoints,
  }

  if (config.mode === 'trial') await makeTrialKeys(config.certs.dir, systemNow, log)
  const box = NEEDING_SECRETS.some((role) => roles.has(role)) ? await openSecretBox(config) : null
  await using database = await openDatabase({
    url: config.database.url,
    passwordFile: config.database.passwordFile,
    spoolDir: config.spool.dir,
    role: 'daemon',
    poolSize: config.database.connections,
    log,
  })
  await using time = await SharedTime.open({ ...ground, clock, ticks, database })
  const reusing = (sha256: Sha256) => unmarkBlob(database.queries, sha256)
  await using spool = await openSpool({
    ...{ dir: config.spool.dir, log, now: clock.now, reusing },
    disk: diskPoints(nodeDisk, failpoints),
  })
  await noticeLostDatabase({ database, spool, log })
  const auditCopy = auditCopyOf(config, ground.now)
  await takeUpLostChanges({ database, copy: auditCopy.copy, log })
  await using _auditCopy = keepAuditCopy({ ...ground, ...auditCopy, database, time })
  await using mailbox = await openMailbox({ ...ground, database, spool, time })
  await using deliveries = roles.has('delivery') ? await openDeliveries({ ...ground, database, spool }) : null
  using signing = SIGNING.some((role) => roles.has(role)) ? await openSigning(ground) : null
  const signed = signing && { ...ground, database, spool, sign: signing.sign }
  await using answers = signed && roles.has('delivery') ? await openAnswers(signed) : null
  await using pipeline = signed && roles.has('pipeline') ? await openPipeline({ ...signed, mailbox, time }) : null
  const processId = uuidV7()
  const networks = () => live.current().networks
  await using watch = roles.has('endpoints')
    ? await openSessionWatch({ ...ground, database, processId, networks })
    : null
  const doors = watch && { ...ground, database, mailbox, registers: watch.registers, isBanned: watch.isBanned }
  await using sftp = doors && (await openSftp(doors))
  await using ftp = doors && (await openFtp(doors))
  await using folders = roles.has('endpoints') ? openFolders({ ...ground, database, mailbox }) : null
  const since = clock.now()
  let counted: { readonly books: Books; readonly at: Date } | null = null
  const readiness = readinessOf({
    ...{ database, spool, queues: deliveries?.queues ?? null, books: () => counted?.books ?? null },
    ...{ folders, answers, others: { auditCopy: auditCopy.health, ...signing?.health } },
    selfTest: config.selfTest.enabled
      ? () => selfTestHealth(database.queries, { ...config.selfTest, since, now: clock.now() })
      : null,
    diskReserveBytes: () => live.current().limits.diskReserveBytes,
    clock: () => ({ ...time.state(), clockSeconds: live.current().alarms.clockSeconds }),
  })
  const ports = { sftp: sftp?.address.port, ftp: ftp?.address.port }
  await using web = doors && box ? await openWeb({ ...doors, box, readiness }) : null
  await using onlineServices =
    deliveries && answers
      ? await openServicesApi({
          ...ground,
          ...{ database, readiness },
          desk: deliveries.deliveries.desk,
          receiveAnswer: answers.receive,
        })
      : null
  await using portal =
    box && roles.has('portal') ? await openPortal({ ...ground, database, box, readiness, ports }) : null
  await using operators =
    box && roles.has('console')
      ? await openConsole({
          ...{ ...ground, database, spool, box, readiness, books: () => counted },
          ...(inspect && { inspect }),
        })
      : null

  const addresses = {
    ...(sftp && { sftp: sftp.address }),
    ...(ftp && { ftp: ftp.address }),
    ...(ftp?.implicitAddress && { ftps: ftp.implicitAddress }),
    ...(web && { web: web.address }),
    ...(onlineServices && { onlineServices: onlineServices.address }),
    ...(portal && { portal: portal.address }),
    ...(portal?.eidAddress && { eid: portal.eidAddress }),
    ...(operators && { console: operators.address }),
  }
  const card = { processId, node: hostname(), pid: process.pid, version, roles: [...roles], addresses }
  await using chores = startChores({
    ...{ ...ground, database, readiness, card, time },
    balanced: (books) => {
      counted = { books, at: clock.now() }
    },
    sessions: sessionCounts,
  })
  await using _people =
    box && roles.has('portal')
      ? await startPeopleChores({ ...ground, database, box, time, books: () => counted?.books ?? null })
      : null
  const tested = {
    ...(sftp && { sftp: sftp.address }),
    ...(ftp && { ftps: ftp.address }),
    ...(web && { web: web.address }),
  }
  await using _selfTest =
    box && config.selfTest.enabled ? startSelfTest({ ...ground, database, box, addresses: tested }) : null
  await using _revocation = roles.has('pipeline') ? startRevocation({ ...ground, database }) : null
  await using _retention = roles.has('pipeline') ? openRetention({ ...ground, database, spool, time }) : null
  await chores.begun
  log.info('gateway.started', { version, roles: [...roles], ...addresses, lanes: pipeline?.lanes ?? 0 })
  failpoints?.arm()
  ready(addresses)

  await ending.reached
  const { drainSeconds } = live.current()
  await Promise.all([sftp, ftp, folders].map((endpoint) => endpoint?.drain(drainSeconds)))
  log.info('gateway.drained')
}
