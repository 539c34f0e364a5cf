import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { State } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import type { ShownChannel, ShownProof } from '../../../registry/setup/overview.ts'
import { DaysShown } from '../certificates/days.tsx'
import { CHANNEL_NAMES } from '../sessions/words.ts'
import { senderPath } from './place.ts'
import type { SenderView } from './sender.tsx'

export function ChannelsPart({ ask: { t, formats, operator }, seen: { record, clients } }: SenderView) {
  const { channels, senderNumber } = record
  const mayMove = doesRoleReach(operator.role, 'operator') && record.state !== 'closed'
  const seenAt = (type: string) => clients.find(({ endpoint }) => endpoint === type)?.lastAt
  return (
    <Section id="channels" title={t('sender.channelsAndKeys')}>
      {channels.length === 0 ? (
        <Empty>{t('senders.noChannels')}</Empty>
      ) : (
        <Table
          caption={t('sender.channelsAndKeys')}
          rows={channels}
          keyOf={({ type }) => type}
          columns={[
            { title: t('sessions.channel'), cell: ({ type }) => CHANNEL_NAMES[type] },
            {
              title: t('senders.state'),
              cell: ({ type, state }) => {
                const verb = state === 'suspended' ? 'resume' : 'suspend'
                return (
                  <>
                    <State tone={state === 'active' ? 'plain' : 'warn'}>
                      {t(state === 'active' ? 'senders.channel.active' : 'senders.channel.suspended')}
                    </State>{' '}
                    {mayMove && (
                      <a href={`${senderPath(senderNumber)}/standing/${type}/${verb}`}>{t(`sender.${verb}`)}</a>
                    )}
                  </>
                )
              },
            },
            { title: t('sender.login'), cell: ({ loginName }) => <span class="id">{loginName}</span> },
            { title: t('sender.network'), cell: ({ network }) => network },
            { title: t('sender.keys'), cell: (channel) => <Keys channel={channel} /> },
            {
              title: t('senders.lastSeen'),
              cell: ({ type }) => {
                const at = seenAt(type)
                return at ? <Moment at={at}>{formats.stamp(at)}</Moment> : t('senders.never')
              },
            },
          ]}
        />
      )}
    </Section>
  )
}

function Keys({ channel: { sshKeys } }: { readonly channel: ShownChannel }) {
  return (
    <>
      {sshKeys.map(({ sha256, fingerprint, label, comment }) => (
        <div key={sha256}>
          {label || comment} <span class="id small">{fingerprint}</span>
        </div>
      ))}
    </>
  )
}

export function CertificatesPart({ ask, seen: { record, signers } }: SenderView) {
  const { t, formats, now } = ask
  const lastAt = ({ sha256 }: ShownProof) => signers.find((signer) => signer.sha256 === sha256)?.lastAt
  return (
    <Section id="certificates" title={t('sender.certificates')}>
      {record.certificates.length === 0 ? (
        <Empty>{t('sender.noCertificates')}</Empty>
      ) : (
        <Table
          caption={t('sender.certificates')}
          rows={record.certificates}
          keyOf={({ sha256 }) => sha256}
          columns={[
            {
              title: t('certificates.subject'),
              cell: ({ subject, label, sha256 }) => (
                <>
                  {label || subject}
                  <br />
                  <span class="id quiet small">{sha256.slice(0, 16)}</span>
                </>
              ),
            },
            {
              title: t('certificates.usage'),
              cell: ({ usages }) => formats.list(usages.map((usage) => t(`certificates.usage.${usage}`))),
            },
            {
              title: t('certificates.signs'),
              cell: (proof) => {
                const at = lastAt(proof)
                return at ? <Moment at={at}>{formats.age(at, now)}</Moment> : t('senders.never')
              },
            },
            { title: t('certificates.ends'), cell: ({ notAfter }) => formats.date(notAfter) },
            { title: t('certificates.left'), cell: ({ daysLeft }) => <DaysShown t={t} daysLeft={daysLeft} /> },
          ]}
        />
      )}
    </Section>
  )
}

export function ClientsPart({ ask: { t, formats }, seen: { clients } }: SenderView) {
  return (
    <Section id="clients" title={t('sender.clients')}>
      {clients.length === 0 ? (
        <Empty>{t('sender.noClients')}</Empty>
      ) : (
        <Table
          caption={t('sender.clients')}
          rows={clients}
          keyOf={({ endpoint, origin, client }) => `${endpoint} ${origin} ${client}`}
          columns={[
            { title: t('sessions.client'), cell: ({ client }) => client || t('sessions.unnamed') },
            { title: t('sessions.channel'), cell: ({ endpoint }) => CHANNEL_NAMES[endpoint] },
            { title: t('sessions.from'), cell: ({ origin }) => <span class="id">{origin}</span> },
            {
              title: t('sender.firstSeen'),
              isOptional: true,
              cell: ({ firstAt }) => <Moment at={firstAt}>{formats.stamp(firstAt)}</Moment>,
            },
            {
              title: t('senders.lastSeen'),
              cell: ({ lastAt }) => <Moment at={lastAt}>{formats.stamp(lastAt)}</Moment>,
            },
          ]}
        />
      )}
    </Section>
  )
}
