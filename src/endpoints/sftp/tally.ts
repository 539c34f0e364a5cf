/** What is counted of the endpoint; names are what an operator sees at `/metrics`. */
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

export function createTally(metrics: Metrics): Tally {
  const sessions = metrics.gauge('sluice_sftp_sessions', 'SFTP sessions that are logged in.')
  const strangers = metrics.gauge('sluice_sftp_strangers', 'SFTP connections that are not logged in yet.')
  const logins = metrics.counter('sluice_sftp_logins_total', 'SFTP log-ins by outcome.', ['outcome'])
  const away = metrics.counter('sluice_sftp_turned_away_total', 'Connections ended before log-in.', ['why'])
  const refusals = metrics.counter('sluice_sftp_refusals_total', 'SFTP requests refused, by code.', ['code'])
  const bytes = metrics.counter('sluice_sftp_bytes_total', 'Bytes of files through SFTP.', ['direction'])
  return {
    sessions: (open) => sessions(open),
    strangers: (open) => strangers(open),
    login: (outcome) => logins({ outcome }),
    turnedAway: (why) => away({ why }),
    refused: (code) => refusals({ code }),
    bytes: (direction, count) => bytes({ direction }, count),
  }
}
