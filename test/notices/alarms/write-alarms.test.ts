import { expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/batch/languages.ts'
import { KIND_WORDS } from '../../../src/notices/alarms/alarm-words.ts'
import type { AlarmKind } from '../../../src/notices/alarms/conditions.ts'
import type { News } from '../../../src/notices/alarms/next-alarms.ts'
import { writeAlarms } from '../../../src/notices/alarms/write-alarms.ts'

const AT = new Date('2026-01-05T10:00:00Z')
const LATE = news('raised', 'deliveriesLate', 'DMFA R', 'critical', { minutes: 31 })
const PAUSED = news('lasting', 'servicePaused', 'DIMN', 'warning', { hours: 5, reason: 'two\r\nBcc: lines' })
const OVER = news('over', 'dependencyDown', 'a spool', 'critical', { detail: 'gone' })

test('rule 27.3: words for people, the urgent first; what a service says stays on its line', () => {
  expect(writeAlarms([OVER, PAUSED, LATE], AT, 'en')).toEqual({
    subject: 'Gateway – alarms: 3, urgent: 1',
    text: [
      'New: DMFA R: the oldest hand-over has waited for 31 minutes.',
      'See whether the online service runs; the console shows the last error. Nothing is lost.',
      '',
      'Still lasts: DIMN has been paused for 5 hours: two Bcc: lines',
      'Resume it when the reason is gone (console or `sluice queues resume`).',
      '',
      'Over: a spool is away: gone',
      '',
    ].join('\n'),
    document: expect.any(String),
  })
})

test('rule 27.3: a document for programs', () => {
  expect(JSON.parse(writeAlarms([LATE], AT, 'fr').document)).toEqual({
    version: 1,
    at: '2026-01-05T10:00:00.000Z',
    alarms: [
      {
        ...{
          what: 'raised',
          key: 'deliveriesLate DMFA R',
          kind: 'deliveriesLate',
          subject: 'DMFA R',
          severity: 'critical',
        },
        since: '2026-01-05T09:00:00.000Z',
        matter: 'DMFA R : la remise la plus ancienne attend depuis 31 minutes.',
        remedy: 'Vérifiez que le service en ligne fonctionne ; la console montre la dernière erreur. Rien ne se perd.',
        values: { minutes: 31 },
      },
    ],
  })
})

test('rule 27.3: the languages say the same: each text has the same values', () => {
  for (const words of Object.values(KIND_WORDS)) {
    const used = LANGUAGES.map((language) => (words[language].matter.match(/\{\w+\}/g) ?? []).sort())
    expect(new Set(used.map((names) => names.join()))).toHaveProperty('size', 1)
  }
})

function news(
  what: News['what'],
  kind: AlarmKind,
  subject: string,
  severity: News['alarm']['severity'],
  values: News['alarm']['values'],
): News {
  const times = { firstSeenAt: new Date('2026-01-05T09:00:00Z'), raisedAt: AT, toldAt: AT, goneAt: null }
  return { what, alarm: { kind, subject, severity, values, ...times } }
}
