/** "May my company send?", in one sentence and then quality by quality. */
import { Answer, SenderNumberBox } from '../../../http/components/answer.tsx'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { State, type Tone } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { labelOf } from '../../access-ground.ts'
import type { Ask } from '../../ask.ts'
import type { Overview } from '../../operations/overview.ts'
import { enterprisePath, qualityPath } from '../../places.ts'
import type { Sending } from '../../sending.ts'
import type { TextKey } from '../../texts.ts'

type Props = { readonly ask: Ask; readonly overview: Overview }

const SAID: Readonly<Record<Sending, readonly [TextKey, Tone]>> = {
  may: ['overview.may', 'good'],
  notSetUp: ['overview.notSetUp', 'off'],
  enterpriseNotActive: ['overview.enterpriseNotActive', 'warn'],
  senderSuspended: ['overview.senderSuspended', 'bad'],
  channelSuspended: ['overview.channelSuspended', 'warn'],
  noService: ['overview.noService', 'warn'],
  noCertificate: ['overview.noCertificate', 'bad'],
}

export function SendingAnswer({ ask: { t }, overview: { sending } }: Props) {
  const able = sending.filter(({ may }) => may === 'may')
  const [only] = sending.filter(({ senderNumber }) => senderNumber !== null)
  const numbers = sending.filter(({ senderNumber }) => senderNumber !== null).length
  const isAble = able.length > 0
  return (
    <Answer
      id="may-send"
      answer={
        <State tone={isAble ? 'good' : 'warn'}>{isAble ? t('overview.companyMay') : t('overview.companyMayNot')}</State>
      }
      aside={
        numbers === 1 &&
        only?.senderNumber && (
          <SenderNumberBox label={t('term.senderNumber')} hint={t('overview.senderHint')} number={only.senderNumber} />
        )
      }
    >
      <p>{isAble ? t('overview.mayCount', { count: able.length }) : t('overview.mayNotWhy')}</p>
    </Answer>
  )
}

export function Qualities({ ask, overview }: Props) {
  const { t, ground, language } = ask
  const { sending, record } = overview
  const { enterpriseNumber } = record
  const placeOf = (qualityCode: string) => ({ enterpriseNumber, qualityCode })
  return (
    <Section id="qualities" title={t('qualities.title')}>
      {sending.length === 0 ? (
        <Empty
          action={
            overview.managed === null && (
              <ButtonLink href={enterprisePath(enterpriseNumber, 'qualities')}>{t('qualities.activate')}</ButtonLink>
            )
          }
        >
          {t('overview.noQuality')}
        </Empty>
      ) : (
        <Table
          caption={t('qualities.title')}
          rows={sending}
          keyOf={({ qualityCode }) => qualityCode}
          columns={[
            {
              title: t('term.quality'),
              cell: ({ qualityCode }) => labelOf(ground.access().qualities, qualityCode, language),
            },
            { title: t('overview.state'), cell: ({ may }) => <Said t={t} may={may} /> },
            {
              title: t('term.senderNumber'),
              cell: ({ senderNumber }) => (senderNumber === null ? '–' : <span class="id">{senderNumber}</span>),
            },
            {
              title: t('overview.goTo'),
              cell: ({ qualityCode }) => (
                <span class="row">
                  <a href={qualityPath(placeOf(qualityCode), 'users')}>{t('nav.users')}</a>
                  <a href={qualityPath(placeOf(qualityCode), 'structured-reports')}>{t('nav.reports')}</a>
                </span>
              ),
            },
          ]}
        />
      )}
    </Section>
  )
}

function Said({ t, may }: { readonly t: Ask['t']; readonly may: Sending }) {
  const [key, tone] = SAID[may]
  return <State tone={tone}>{t(key)}</State>
}
