/** One channel with everything that can be done to it. */
import { ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import type { ShownChannel } from '../../../registry/setup/overview.ts'
import { NOT_THERE } from '../../not-there.ts'
import { pageRoute } from '../../page-route.ts'
import { closedTypes } from './channel-fields.tsx'
import { configured } from './configured.ts'
import { keyName } from './confirmed-changes.tsx'
import { channelFacts } from './overview-channels.tsx'
import { REPORTS, type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { CHANNEL_WORDS } from './words.ts'

export const CHANNEL_PAGE = pageRoute({
  ...{ method: 'GET', path: `${REPORTS}/channels/:channel`, row: 'changeChannels' },
  async handle(ask) {
    const reports = await configured(ask)
    if (!reports.ok) return reports.problem
    const channel = reports.value.channels.find(({ type }) => type === ask.params.channel)
    if (!channel) return NOT_THERE
    const { t } = ask
    const facts = await ask.ground.reports.sendingFacts()
    const title = t('reports.channelTitle', { channel: t(CHANNEL_WORDS[channel.type]) })
    return {
      title,
      crumbs: await reportsCrumbs(ask, title),
      body: (
        <>
          <Head title={title} lead={channel.state === 'suspended' ? t('reports.suspended') : undefined} />
          <Facts facts={channelFacts({ ask, channel, facts })} />
          {channel.type === 'sftp' && <Keys ask={ask} channel={channel} />}
          <Ways ask={ask} channel={channel} canReplace={closedTypes(reports.value).length > 0} />
        </>
      ),
    }
  },
})

type Props = { readonly ask: ReportsPage; readonly channel: ShownChannel }

function Keys({ ask, channel: { sshKeys } }: Props) {
  const { t, formats } = ask
  const add = <a href={reportsPath(ask, 'ssh-keys/add')}>{t('reports.do.addKey')}</a>
  return (
    <Section id="keys" title={t('reports.sshKeys')} aside={add}>
      {sshKeys.length === 0 ? (
        <Empty>{t('reports.todo.noKey')}</Empty>
      ) : (
        <Table
          caption={t('reports.sshKeys')}
          rows={sshKeys}
          keyOf={({ sha256 }) => sha256}
          columns={[
            {
              title: t('reports.label'),
              cell: (key) => <a href={reportsPath(ask, `ssh-keys/${key.sha256}`)}>{keyName(key)}</a>,
            },
            { title: t('reports.fingerprint'), cell: ({ fingerprint }) => <Id>{fingerprint}</Id> },
            { title: t('reports.since'), cell: ({ since }) => formats.date(since) },
          ]}
        />
      )}
    </Section>
  )
}

function Ways({ ask, channel: { type, state }, canReplace }: Props & { readonly canReplace: boolean }) {
  const { t } = ask
  const way = (rest: string, label: string, kind: 'usual' | 'danger' = 'usual') => (
    <ButtonLink kind={kind} href={reportsPath(ask, `channels/${type}/${rest}`)}>
      {label}
    </ButtonLink>
  )
  return (
    <Buttons>
      {type === 'ftp' && way('network', t('reports.network.title'))}
      {type === 'ftp' && way('password', t('reports.password.title'))}
      {state === 'active' ? way('suspend', t('reports.do.suspend')) : way('resume', t('reports.do.resume'))}
      {canReplace && way('replace', t('reports.do.replace'))}
      {way('remove', t('button.remove'), 'danger')}
    </Buttons>
  )
}
