import { Answer, SenderNumberBox } from '../../../http/components/answer.tsx'
import { State } from '../../../http/components/state.tsx'
import type { Obstacle } from '../../reports-standing.ts'
import type { TextKey } from '../../texts.ts'
import type { Overview } from './overview-parts.ts'
import { CHANNEL_WORDS } from './words.ts'

// biome-ignore format: a table
const OBSTACLES: Readonly<Record<Obstacle, TextKey>> = {
  enterprise: 'reports.obstacle.enterprise',
  quality:    'reports.obstacle.quality',
  sender:     'reports.obstacle.sender',
  channel:    'reports.obstacle.channel',
  services:   'reports.obstacle.services',
  signature:  'reports.obstacle.signature',
}

/** The answer on top, with the sender number large and ready to be copied. */
export function AnswerPart({ ask, reports, activity, obstacles }: Overview & { readonly obstacles: Obstacle[] }) {
  const { t } = ask
  const may = obstacles.length === 0
  return (
    <Answer
      id="may"
      answer={<State tone={may ? 'good' : 'bad'}>{t(may ? 'reports.maySend' : 'reports.mayNotSend')}</State>}
      aside={
        <SenderNumberBox label={t('term.senderNumber')} hint={t('reports.numberHint')} number={reports.senderNumber} />
      }
    >
      {may ? <p>{wayOf({ ask, reports })}</p> : obstacles.map((one) => <p key={one}>{t(OBSTACLES[one])}</p>)}
      <p>{lastOf({ ask, activity })}</p>
    </Answer>
  )
}

function wayOf({ ask: { t, formats }, reports }: Pick<Overview, 'ask' | 'reports'>): string {
  const open = reports.channels.filter(({ state }) => state === 'active')
  const channels = formats.list(open.map(({ type }) => t(CHANNEL_WORDS[type])))
  return t('reports.way', { channels, count: reports.services.length })
}

function lastOf({ ask: { t, formats }, activity: { last } }: Pick<Overview, 'ask' | 'activity'>): string {
  if (!last) return t('reports.nothingSent')
  const values = { name: last.name, at: formats.dateTime(last.sealedAt) }
  if (last.outcome === 'accepted') return t('reports.lastAccepted', values)
  if (last.outcome === null) return t('reports.lastUnderWay', values)
  return t('reports.lastRejected', { ...values, codes: last.codes.join(', ') })
}
