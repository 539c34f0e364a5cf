/** rule 27.5: what is measured of the gateway as a whole: its dependencies, its certificates, and what calls a person. */
import { errorFields } from '../base/log.ts'
import type { Health } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import { countParkedSubmissions } from '../ledger/open-hand-overs.ts'
import { raisedAlarms } from '../notices/alarms/alarm-rows.ts'
import type { Ground } from './ground.ts'
import { ownCertificates } from './own-certificates.ts'

const STATE = { up: 1, degraded: 0.5, down: 0 } as const

type Measuring = Pick<Ground, 'metrics' | 'live' | 'log' | 'now' | 'version'> & { readonly database: Database }

/** Returns where each look at the dependencies is to be told. */
export function measureHealth(ground: Measuring): (dependencies: Readonly<Record<string, Health>>) => void {
  const { metrics, version } = ground
  metrics.gauge('sluice_build', 'Always 1; the version is a label.', ['version'])(1, { version })
  metrics.beforeScrape(measureCertificates(ground))
  metrics.beforeScrape(reading(ground, measureParked(ground)))
  metrics.beforeScrape(reading(ground, measureAlarms(ground)))
  const state = metrics.gauge('sluice_dependency', '1 up, 0.5 degraded, 0 down.', ['dependency'])
  return (dependencies) => {
    for (const [dependency, health] of Object.entries(dependencies)) state(STATE[health.state], { dependency })
  }
}

function measureCertificates({ metrics, live, now }: Measuring): () => Promise<void> {
  const days = metrics.gauge('sluice_certificate_days', 'Days until the end of our own certificates.', ['certificate'])
  return async () => {
    const certificates = await ownCertificates(live.current().certs.dir, now())
    for (const { name, daysLeft } of certificates) days(daysLeft, { certificate: name })
  }
}

function measureParked({ metrics, database }: Measuring): () => Promise<void> {
  const parked = metrics.gauge('sluice_submissions_parked', 'Submissions that wait for a person.')
  return async () => parked(await countParkedSubmissions(database.queries))
}

function measureAlarms({ metrics, database }: Measuring): () => Promise<void> {
  const alarms = metrics.gauge('sluice_alarms', 'What a person is called for, by severity.', ['severity'])
  return async () => {
    const raised = await raisedAlarms(database.queries)
    for (const severity of ['warning', 'critical'])
      alarms(raised.filter((alarm) => alarm.severity === severity).length, { severity })
  }
}

/** A database that is away must not take the other figures along; its own health is told elsewhere. */
function reading({ log }: Measuring, read: () => Promise<void>): () => Promise<void> {
  return () => read().catch((error) => log.debug('health.notMeasured', errorFields(error)))
}
