/** One sender: how it stands, how it goes, with what it comes. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Columns, Head, Section } from '../../../http/components/section.tsx'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import type { Ask } from '../../ask.ts'
import { type SenderInView, seeSender } from '../../operations/senders.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { SessionTable } from '../sessions/sessions.tsx'
import { senderPath } from './place.ts'
import { CertificatesPart, ChannelsPart, ClientsPart } from './sender-tables.tsx'
import { SenderStanding } from './standing.tsx'

export const SENDER_PAGE = consolePage({
  method: 'GET',
  path: `${PLACES.senders}/:senderNumber`,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, operator, params } = ask
    const seen = await seeSender(ground, operator, params.senderNumber)
    if (!seen.ok) return seen.problem
    const { record, sessions } = seen.value
    const { senderNumber: sender, legalName: name, enterpriseNumber: number, qualityCode: quality } = record
    const title = t('sender.title', { sender })
    const view = { ask, seen: seen.value }
    return {
      title,
      crumbs: [{ label: t('senders.title'), href: PLACES.senders }, { label: title }],
      body: (
        <>
          <Head title={title} lead={t('sender.lead', { name, number, quality })} actions={<Acts {...view} />} />
          <Hindered {...view} />
          <Columns>
            <StandingPart {...view} />
            <HealthPart {...view} />
          </Columns>
          <ChannelsPart {...view} />
          <CertificatesPart {...view} />
          <ClientsPart {...view} />
          <Section id="sessions" title={t('sender.sessions')}>
            {sessions.length === 0 ? <Empty>{t('sender.noSessions')}</Empty> : <SessionTable {...{ ask, sessions }} />}
          </Section>
        </>
      ),
    }
  },
})

export type SenderView = { readonly ask: Ask; readonly seen: SenderInView }

function Acts({ ask: { t, operator }, seen: { record } }: SenderView) {
  if (!doesRoleReach(operator.role, 'operator') || record.state === 'closed') return null
  const path = senderPath(record.senderNumber)
  const verb = record.state === 'suspended' ? 'resume' : 'suspend'
  return (
    <>
      {record.state !== 'allocated' && (
        <ButtonLink href={`${path}/standing/sender/${verb}`}>{t(`sender.${verb}`)}</ButtonLink>
      )}
      <ButtonLink href={`${path}/end-sessions`}>{t('sessions.endAll', { sender: record.senderNumber })}</ButtonLink>
    </>
  )
}

/** What keeps it from coming in, before anything else. */
function Hindered({ ask: { t, formats }, seen: { bans, waits } }: SenderView) {
  if (bans.length + waits.length === 0) return null
  return (
    <Note tone="warn">
      <strong>{t('sender.hindered')}</strong> <a href={PLACES.bans}>{t('bans.title')}</a>
      <ul class="points">
        {bans.map(({ range, reason, until }) => (
          <li key={range}>{t('sender.banOf', { range, reason, until: formats.dateTime(until) })}</li>
        ))}
        {waits.map(({ waitId, origin, until }) => (
          <li key={waitId}>{t('sender.waitAt', { origin, until: formats.dateTime(until) })}</li>
        ))}
      </ul>
    </Note>
  )
}

function StandingPart({ ask, seen: { record, lastSet } }: SenderView) {
  const { t, formats, operator } = ask
  const { enterpriseState, services, senderNumber } = record
  const verb = enterpriseState === 'suspended' ? 'resume' : 'suspend'
  const mayMove = doesRoleReach(operator.role, 'operator') && ['active', 'suspended'].includes(enterpriseState)
  const way = `${senderPath(senderNumber)}/standing/enterprise/${verb}`
  return (
    <Section id="standing" title={t('sender.standing')}>
      <Facts
        facts={[
          [t('senders.state'), <SenderStanding key="state" t={t} {...record} />],
          [
            t('sender.target.enterprise'),
            <>
              {record.legalName} {mayMove && <a href={way}>{t(`sender.${verb}`)}</a>}
            </>,
          ],
          [t('sender.services'), services.map(({ service }) => service).join(', ')],
          [
            t('senders.lastSet'),
            lastSet ? `${lastSet.name}, ${formats.dateTime(lastSet.sealedAt)}` : t('senders.never'),
          ],
        ]}
      />
    </Section>
  )
}

function HealthPart({ ask: { t, formats, now }, seen: { health } }: SenderView) {
  const { day, month, codes, unfetched } = health
  const share = ({ sets, rejected }: typeof day) =>
    sets === 0
      ? t('sender.noSets')
      : t('sender.share', {
          ...{ sets: formats.number(sets), rejected: formats.number(rejected) },
          percent: formats.number((100 * rejected) / sets),
        })
  const { answers, oldestAt } = unfetched
  return (
    <Section id="health" title={t('sender.health')}>
      <Facts
        facts={[
          [t('sender.day'), share(day)],
          [t('sender.month'), share(month)],
          [t('sender.codes'), codes.map(({ code, sets }) => t('sender.code', { code, sets })).join(', ')],
          [
            t('sender.unfetched'),
            oldestAt === null
              ? '0'
              : t('sender.unfetchedSince', { count: formats.number(answers), age: formats.age(oldestAt, now) }),
          ],
        ]}
      />
    </Section>
  )
}
