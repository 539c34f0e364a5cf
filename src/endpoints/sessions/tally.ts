/** What is counted of an endpoint; names are what an operator sees at `/metrics`. */
import type { Metrics } from '../../base/metrics.ts'
import type { RefusalCode } from '../../base/refusal.ts'

export type Tally = {
  sessions(open: number): void
  strangers(open: number): void
  login(outcome: 'accepted' | 'refused' | 'unavailable' | 'overLimit'): void
  turnedAway(why: string): void
  refused(code: RefusalCode): void
  bytes(direction: 'in' | 'out', bytes: number): void
}

export function createTally(metrics: Metrics, protocol: 'sftp' | 'ftp'): Tally {
  const name = protocol.toUpperCase()
  const sessions = metrics.gauge(`sluice_${protocol}_sessions`, `${name} sessions that are logged in.`)
  const strangers = metrics.gauge(`sluice_${protocol}_strangers`, `${name} connections that are not logged in yet.`)
  const logins = metrics.counter(`sluice_${protocol}_logins_total`, `${name} log-ins by outcome.`, ['outcome'])
  const away = metrics.counter(`sluice_${protocol}_turned_away_total`, 'Connections ended before log-in.', ['why'])
  const refusals = metrics.counter(`sluice_${protocol}_refusals_total`, `${name} requests refused, by code.`, ['code'])
  const bytes = metrics.counter(`sluice_${protocol}_bytes_total`, `Bytes of files through ${name}.`, ['direction'])
  return {
    sessions: (open) => sessions(open),
    strangers: (open) => strangers(open),
    login: (outcome) => logins({ outcome }),
    turnedAway: (why) => away({ why }),
    refused: (code) => refusals({ code }),
    bytes: (direction, count) => bytes({ direction }, count),
  }
}
