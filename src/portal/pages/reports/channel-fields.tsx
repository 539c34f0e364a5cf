/** The choice of a channel, and of the network for FTP (decision 31). */
import { CHANNEL_TYPES, type ChannelType } from '../../../batch/channel.ts'
import { ChoicesField, SelectField } from '../../../http/components/choice-field.tsx'
import { checkNetwork, INTERNET } from '../../../registry/networks.ts'
import type { DraftChannel } from '../../../registry/setup/contents.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import type { TextKey } from '../../texts.ts'
import { networkName } from './overview-channels.tsx'
import type { ReportsPage } from './place.ts'
import { CHANNEL_WORDS } from './words.ts'
import type { Wrong } from './wrong.tsx'

export const CHANNEL_FORM = { channel: 'text', network: 'text' } as const

/** By the key of a refusal. */
export const CHANNEL_FAULTS = {
  networkUnknown: 'network',
  networkNotForYou: 'network',
  networkOnlyFtp: 'network',
  channelOpenAlready: 'channel',
}

// biome-ignore format: a table
const HINTS: Readonly<Record<ChannelType, TextKey>> = {
  sftp: 'reports.channelHint.sftp',
  ftp:  'reports.channelHint.ftp',
  web:  'reports.channelHint.web',
}

/** Undefined when none of ours is chosen. Only FTP has a network. */
export function channelIn({
  channel,
  network,
}: {
  readonly channel: string
  readonly network: string
}): DraftChannel | undefined {
  const type = CHANNEL_TYPES.find((one) => one === channel)
  return type && { type, ...(type === 'ftp' && network !== '' && { network }) }
}

/** What this quality may choose: the internet, and what the configuration and decision 31 leave to it. */
export function networksFor({ ground, params }: ReportsPage): string[] {
  const { networks } = ground.reports.offer()
  const choice = { channel: 'ftp' as const, quality: params.qualityCode }
  const offered = networks.filter(({ name }) => checkNetwork({ name, ...choice }, networks).ok)
  return [...new Set([INTERNET, ...offered.map(({ name }) => name)])]
}

/** Of which there is no channel, and one can be opened. */
export function closedTypes({ channels }: ShownReports): ChannelType[] {
  return CHANNEL_TYPES.filter((type) => !channels.some((channel) => channel.type === type))
}

type Props = {
  readonly ask: ReportsPage
  readonly types?: readonly ChannelType[]
  readonly chosen: DraftChannel | undefined
  readonly wrong: Wrong
}

export function ChannelFields({ ask, types = CHANNEL_TYPES, chosen, wrong: { errors } }: Props) {
  const { t } = ask
  return (
    <>
      <ChoicesField
        {...{ name: 'channel', legend: t('term.channel'), error: errors.channel, take: 'one' }}
        chosen={chosen ? [chosen.type] : []}
        choices={types.map((type) => ({ value: type, label: t(CHANNEL_WORDS[type]), hint: t(HINTS[type]) }))}
      />
      {types.includes('ftp') && <NetworkField ask={ask} value={chosen?.network ?? INTERNET} error={errors.network} />}
    </>
  )
}

/** Left out where there is nothing to choose. */
export function NetworkField({
  ask,
  value,
  error,
}: {
  readonly ask: ReportsPage
  readonly value: string
  readonly error: string | undefined
}) {
  const { t } = ask
  const networks = networksFor(ask)
  if (networks.length === 1) return null
  return (
    <SelectField
      {...{ name: 'network', label: t('reports.network'), hint: t('reports.networkHint'), error, value }}
      options={networks.map((network) => ({ value: network, label: networkName(t, network) }))}
    />
  )
}
