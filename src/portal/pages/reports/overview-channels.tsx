import type { Fact } from '../../../http/components/facts.tsx'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Columns, Section } from '../../../http/components/section.tsx'
import { State } from '../../../http/components/state.tsx'
import type { ShownChannel } from '../../../registry/setup/overview.ts'
import type { SendingFacts } from '../../reports-ground.ts'
import type { Overview } from './overview-parts.ts'
import { isOpen, type ReportsPage, reportsPath } from './place.ts'
import { CHANNEL_WORDS } from './words.ts'

/** A part for each channel: where it is, under which name, and whether it is open. */
export function ChannelParts({ ask, reports, facts }: Overview) {
  const { t } = ask
  return (
    <>
      <Columns>
        {reports.channels.map((channel) => (
          <ChannelPart key={channel.type} ask={ask} channel={channel} facts={facts} />
        ))}
      </Columns>
      {reports.channels.length < 3 && isOpen(ask, 'changeChannels') && (
        <p class="row">
          <a href={reportsPath(ask, 'channels/add')}>{t('reports.do.addChannel')}</a>
        </p>
      )}
    </>
  )
}

type Shown = { readonly ask: ReportsPage; readonly channel: ShownChannel; readonly facts: SendingFacts }

function ChannelPart(shown: Shown) {
  const { ask, channel } = shown
  const { t, formats } = ask
  const { type, state, since } = channel
  const isActive = state === 'active'
  return (
    <Section
      id={type}
      title={t('reports.channelTitle', { channel: t(CHANNEL_WORDS[type]) })}
      aside={
        <State tone={isActive ? 'plain' : 'warn'}>
          {isActive ? t('reports.activeSince', { since: formats.date(since) }) : t('reports.suspended')}
        </State>
      }
    >
      <Facts facts={channelFacts(shown)} />
      {isOpen(ask, 'changeChannels') && (
        <p class="row">
          <a href={reportsPath(ask, `channels/${type}`)}>{t('button.change')}</a>
          <a href={reportsPath(ask, `channels/${type}/${isActive ? 'suspend' : 'resume'}`)}>
            {isActive ? t('reports.do.suspend') : t('reports.do.resume')}
          </a>
        </p>
      )}
    </Section>
  )
}

/** What a program must be told, and by what it knows us. */
export function channelFacts({ ask: { t }, channel, facts }: Shown): Fact[] {
  const { type, loginName, network, sshKeys } = channel
  const id = (text: string) => <Id>{text}</Id>
  if (type === 'web') {
    return [
      [t('reports.address'), id(facts.web.url)],
      [t('reports.clientId'), id(loginName)],
      [t('reports.protocol'), 'REST'],
    ]
  }
  const { host, port } = facts[type]
  return [
    [t('reports.address'), id(t('reports.hostAndPort', { host, port: String(port) }))],
    [t('term.username'), id(loginName)],
    ...(type === 'sftp'
      ? ([
          [t('reports.ourKey'), facts.sftp.hostKeys[0] && id(facts.sftp.hostKeys[0].fingerprint)],
          [t('reports.yourKey'), sshKeys.length > 0 && sshKeys.map((key) => <KeyLine key={key.sha256} {...key} />)],
        ] satisfies Fact[])
      : ([[t('reports.network'), networkName(t, network)]] satisfies Fact[])),
  ]
}

function KeyLine({ label, comment, algorithm, fingerprint }: ShownChannel['sshKeys'][number]) {
  return (
    <p>
      {label || comment || algorithm} <Id>{fingerprint}</Id>
    </p>
  )
}

/** Fixed links are names of their own; everything else is the internet. */
export function networkName(t: ReportsPage['t'], network: string | null): string {
  return network === null || network === 'internet' ? t('reports.internet') : network
}
