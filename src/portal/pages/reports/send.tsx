/** „Senden“: everything that whoever sets up a program must know, with this sender's own number in it. */
import { nameDate } from '../../../batch/dates.ts'
import { folderRow } from '../../../batch/environment.ts'
import { type Fact, Facts, Id } from '../../../http/components/facts.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import type { ShownChannel, ShownReports } from '../../../registry/setup/overview.ts'
import { pageRoute } from '../../page-route.ts'
import type { SendingFacts } from '../../reports-ground.ts'
import { configured } from './configured.ts'
import { opensslCall } from './openssl-call.ts'
import { channelFacts } from './overview-channels.tsx'
import { ExampleName } from './overview-technical.tsx'
import { REPORTS, type ReportsPage, reportsCrumbs } from './place.ts'
import { CHANNEL_WORDS, ENVIRONMENT_WORDS } from './words.ts'

export const SEND_PAGE = pageRoute({
  ...{ method: 'GET', path: `${REPORTS}/send`, row: 'seeConfiguration' },
  async handle(ask) {
    const reports = await configured(ask)
    if (!reports.ok) return reports.problem
    const { t } = ask
    const facts = await ask.ground.reports.sendingFacts()
    const title = t('reports.howToSend')
    const shown = { ask, reports: reports.value, facts }
    return {
      title,
      crumbs: await reportsCrumbs(ask, title),
      body: (
        <>
          <Head title={title} lead={t('reports.send.lead', { sender: reports.value.senderNumber })} />
          {reports.value.channels.map((channel) => (
            <ChannelSection key={channel.type} {...shown} channel={channel} />
          ))}
          <Folders ask={ask} />
          <Names {...shown} />
          <Signature {...shown} />
          <Answers {...shown} />
        </>
      ),
    }
  },
})

type Props = { readonly ask: ReportsPage; readonly reports: ShownReports; readonly facts: SendingFacts }

function ChannelSection({ ask, facts, channel }: Props & { readonly channel: ShownChannel }) {
  const { t } = ask
  const { type } = channel
  // All our keys stand below, so not one of them here.
  const known = channelFacts({ ask, channel, facts }).filter(([name]) => name !== t('reports.ourKey'))
  return (
    <Section id={type} title={t('reports.channelTitle', { channel: t(CHANNEL_WORDS[type]) })}>
      <Facts facts={[...known, ...furtherFacts(ask, facts, channel)]} />
      {type === 'sftp' && <p class="hint">{t('reports.send.compareKey')}</p>}
    </Section>
  )
}

/** What only the guide tells: every host key, how TLS is used, and from where one may come. */
function furtherFacts(
  { t, formats }: ReportsPage,
  { sftp, ftp, networks }: SendingFacts,
  { type, network }: ShownChannel,
): Fact[] {
  if (type === 'web') return []
  if (type === 'sftp') {
    const keys = sftp.hostKeys.map(({ type: kind, fingerprint }) => (
      <p key={kind}>
        {kind} <Id>{fingerprint}</Id>
      </p>
    ))
    return [[t('reports.send.hostKeys'), keys.length > 0 ? keys : t('reports.send.askForKeys')]]
  }
  const from = networks.find(({ name }) => name === network)
  const ports = { first: String(ftp.passivePorts.first), last: String(ftp.passivePorts.last) }
  return [
    [t('reports.send.implicit'), ftp.implicitPort !== null && String(ftp.implicitPort)],
    [
      t('reports.send.encryption'),
      t(ftp.mustUseTls && !from?.plainFtp ? 'reports.send.mustUseTls' : 'reports.send.mayUseTls'),
    ],
    [t('reports.send.tlsCertificate'), <Id key="tls">SHA-256 {ftp.tlsFingerprint}</Id>],
    [t('reports.send.tlsEnds'), formats.date(ftp.tlsEndsAt)],
    [t('reports.send.passivePorts'), t('reports.send.portsFromTo', ports)],
    [t('reports.send.networks'), from && from.cidrs.length > 0 && formats.list(from.cidrs)],
  ]
}

function Folders({ ask: { t } }: Pick<Props, 'ask'>) {
  return (
    <Section id="folders" title={t('reports.send.folders')}>
      <Table
        caption={t('reports.send.folders')}
        rows={(['R', 'T', 'S'] as const).map(folderRow)}
        keyOf={({ environment }) => environment}
        columns={[
          {
            title: t('reports.send.purpose'),
            cell: ({ environment }) => `${environment} · ${t(ENVIRONMENT_WORDS[environment])}`,
          },
          { title: t('reports.send.upload'), cell: (row) => <Id>{row.in}</Id> },
          { title: t('reports.send.download'), cell: (row) => <Id>{row.out}</Id> },
        ]}
      />
    </Section>
  )
}

/** The three files of a set, which is how most people meet the rule. */
function Names({ ask, reports }: Props) {
  const { t } = ask
  const { service, tail } = exampleOf(ask, reports)
  return (
    <Section id="names" title={t('reports.fileName')}>
      <ExampleName ask={ask} mark="FI" sender={reports.senderNumber} service={service} />
      <Facts
        facts={[
          [t('reports.send.declaration'), <Id key="fi">{`FI.${tail}.1.1`}</Id>],
          [t('reports.send.signatureFile'), <Id key="fs">{`FS.${tail}.1.1`}</Id>],
          [t('reports.send.trigger'), <Id key="go">{`GO.${tail}.1`}</Id>],
        ]}
      />
      <p class="hint">{t('reports.send.order')}</p>
    </Section>
  )
}

/** One line, so that it can be copied whole (decision 16: CMS, detached, base64). */
function Signature({ ask, reports }: Props) {
  const { t } = ask
  const { tail } = exampleOf(ask, reports)
  const command = opensslCall({ declaration: `FI.${tail}.1.1`, signature: `FS.${tail}.1.1` })
  return (
    <Section id="signature" title={t('reports.send.signature')}>
      <p>{t('reports.send.signatureLead')}</p>
      <p class="id">{command}</p>
    </Section>
  )
}

function Answers({ ask: { t }, facts: { gatewayNumber } }: Props) {
  return (
    <Section id="answers" title={t('reports.send.answers')}>
      <p>{t('reports.send.answersLead', { gateway: gatewayNumber })}</p>
    </Section>
  )
}

function exampleOf({ now }: ReportsPage, { senderNumber, services }: ShownReports) {
  const service = services[0]?.service ?? 'DMFA'
  return { service, tail: `${service}.${senderNumber}.${nameDate(now)}.00001.R` }
}
