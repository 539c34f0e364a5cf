import { readFile } from 'node:fs/promises'
import { Misconfigured, Unavailable } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import type { Config } from '../../config/schema.ts'
import { readSecret, unreadable } from '../../config/secret.ts'
import type { Health } from '../../console/health.ts'
import { openConnections } from '../../services/targets/http/connections.ts'
import { readCredentials } from '../../services/targets/http/credentials.ts'
import type { Certificate } from '../../signing/certificate.ts'
import type { Baseline } from '../../signing/sign.ts'
import { stampIssuers } from '../../signing/timestamp/stamp-issuers.ts'
import type { Ground } from '../ground.ts'
import { fetchToken } from './fetch-token.ts'
import { Gate } from './gate.ts'

export type Stamps = Disposable & { readonly stamp: Baseline['stamp']; readonly health: () => Promise<Health> }

type Settings = Config['acknowledgement']['timestamp']

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** rules 29.2 and 29.9: the time-stamps of answers; null when no authority is configured. Throws `Misconfigured`. */
export async function openStamps(ground: Pick<Ground, 'live' | 'log' | 'metrics' | 'now'>): Promise<Stamps | null> {
  const { live, log, metrics, now } = ground
  const settings = live.current().acknowledgement.timestamp
  if (settings.url === '') return null
  const { whenAway, caFile } = settings
  const credentials = await readCredentials({ caFile, certificateFile: '', keyFile: '', tokenFile: '' })
  const connections = openConnections(credentials, settings.connections)
  const authorization = await authorizationOf(settings)
  const authority = { ...settings, authorization, connections, issuers: await liveIssuers(ground), now }
  const counted = metrics.counter('sluice_timestamps_total', 'Time-stamps of answers, by outcome.', ['outcome'])
  const took = metrics.histogram('sluice_timestamp_seconds', 'How long a time-stamp took, in seconds.', SECONDS)
  const gate = new Gate(now, (away) => {
    if (away) log.error('timestamps.away', { whenAway, ...errorFields(away) })
    else log.info('timestamps.back')
  })

  async function ask(value: Buffer): Promise<Buffer> {
    const begun = performance.now()
    const token = await fetchToken(value, authority)
    took((performance.now() - begun) / 1000)
    counted({ outcome: 'stamped' })
    return token
  }

  return {
    async stamp(value) {
      try {
        return await gate.pass(() => ask(value))
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error
        counted({ outcome: whenAway === 'without' ? 'without' : 'waiting' })
        if (whenAway === 'without') return null
        throw error
      }
    },
    async health() {
      const { away } = gate
      const consequence = whenAway === 'without' ? 'answers leave without one' : 'answers wait'
      return away ? { state: 'degraded', detail: `${away.message} Meanwhile ${consequence}.` } : { state: 'up' }
    },
    [Symbol.dispose]: () => connections.close(),
  }
}

async function authorizationOf({ user, passwordFile }: Settings): Promise<string | null> {
  if (passwordFile === '') return null
  return `Basic ${Buffer.from(`${user}:${await readSecret(passwordFile)}`, 'utf8').toString('base64')}`
}

/** Read now and after each reload; a bad file keeps the former ones and is told. */
async function liveIssuers({ live, log }: Pick<Ground, 'live' | 'log'>): Promise<() => readonly Certificate[]> {
  const path = live.current().acknowledgement.timestamp.issuers
  let issuers = await readIssuers(path)
  live.onReload(async () => {
    try {
      issuers = await readIssuers(path)
    } catch (error) {
      if (!(error instanceof Misconfigured)) throw error
      log.error('timestampIssuers.refused', { ...errorFields(error), remedy: error.remedy })
    }
  })
  return () => issuers
}

async function readIssuers(path: string): Promise<readonly Certificate[]> {
  const text = await readFile(path, 'latin1').catch((error: unknown) => unreadable(error, path))
  if (typeof text !== 'string') throw new Misconfigured('acknowledgement.timestamp.issuers', text.found, text.remedy)
  const issuers = stampIssuers(text)
  if (issuers.ok) return issuers.value
  const remedy = 'Store the root of the time-stamping authority there, as PEM.'
  throw new Misconfigured('acknowledgement.timestamp.issuers', `${path} ${issuers.problem}.`, remedy)
}
