import { Answer, SenderNumberBox } from '../../../http/components/answer.tsx'
import { State } from '../../../http/components/state.tsx'
import type { LastSubmission } from '../../../ledger/sender-activity.ts'
import { qualityPath } from '../../places.ts'
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
      <Last ask={ask} activity={activity} />
    </Answer>
  )
}

function wayOf({ ask: { t, formats }, reports }: Pick<Overview, 'ask' | 'reports'>): string {
  const open = reports.channels.filter(({ state }) => state === 'active')
  const channels = formats.list(open.map(({ type }) => t(CHANNEL_WORDS[type])))
  return t('reports.way', { channels, count: reports.services.length })
}

/** The name of the set leads to what became of it. */
function Last({ ask, activity: { last } }: Pick<Overview, 'ask' | 'activity'>) {
  const { t, params } = ask
  if (!last) return <p>{t('reports.nothingSent')}</p>
  const { name, submissionId } = last
  const sentence = lastOf(ask, last)
  const at = sentence.indexOf(name)
  return (
    <p>
      {sentence.slice(0, at)}
      <a href={qualityPath(params, `submissions/${submissionId}`)}>{name}</a>
      {sentence.slice(at + name.length)}
    </p>
  )
}

function lastOf({ t, formats }: Overview['ask'], { name, sealedAt, outcome, codes }: LastSubmission): string {
  const values = { name, at: formats.dateTime(sealedAt) }
  if (outcome === 'accepted') return t('reports.lastAccepted', values)
  if (outcome === null) return t('reports.lastUnderWay', values)
  return t('reports.lastRejected', { ...values, codes: codes.join(', ') })
}
