/** From which network an FTP channel is used: a name that the configuration gives addresses to (decision 31). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { ChannelType } from '../batch/channel.ts'

/** One of the configured networks. */
export type OfferedNetwork = {
  readonly name: string
  readonly channels: readonly ChannelType[]
  /** Quality codes that may choose it; empty: all. */
  readonly qualities: readonly string[]
}

/** Every address in no other network; always offered. */
export const INTERNET = 'internet'

/** Lines into provincial and municipal administrations: for them alone, whatever the configuration leaves open. */
const FIXED_LINKS: readonly string[] = ['cipal', 'irisnet', 'publilink', 'schaubroeck', 'infrax', 'publiwin']
const ADMINISTRATIONS: readonly string[] = ['QUAL_EMP_NOSSPLA', 'QUAL_MUN_ADM', 'QUAL_SOC_ACTION', 'QUAL_FSC']

export type NetworkChoice = {
  /** Null: none. */
  readonly name: string | null
  readonly channel: ChannelType
  readonly quality: string
}

/** Refuses: SLU-UNKNOWN when there is no such network, SLU-STATE when it is not for this channel or quality. */
export function checkNetwork(
  { name, channel, quality }: NetworkChoice,
  offered: readonly OfferedNetwork[],
): Result<void, Refusal> {
  if (name === null) return ok(undefined)
  if (channel !== 'ftp') return no(ONLY_FTP)
  const network = offered.find((candidate) => candidate.name === name)
  if (!network) return name === INTERNET ? ok(undefined) : no(noSuchNetwork(offered))
  if (!network.channels.includes(channel)) return no(notFor(name, 'FTP channels'))
  return isFor(network, quality) ? ok(undefined) : no(notFor(name, `the quality ${quality}`))
}

export function isFixedLink(network: string | null): boolean {
  return network !== null && FIXED_LINKS.includes(network)
}

function isFor({ name, qualities }: OfferedNetwork, quality: string): boolean {
  const listed = qualities.length === 0 || qualities.includes(quality)
  return listed && (!isFixedLink(name) || ADMINISTRATIONS.includes(quality))
}

const ONLY_FTP = refusal(
  'SLU-STATE',
  'Only an FTP channel has a network.',
  'Leave the network out, or open an FTP channel.',
  { key: 'networkOnlyFtp' },
)

function noSuchNetwork(offered: readonly OfferedNetwork[]): Refusal {
  const names = [INTERNET, ...offered.map(({ name }) => name).filter((name) => name !== INTERNET)]
  return refusal('SLU-UNKNOWN', 'There is no network of that name.', `Choose one of ${names.join(', ')}.`, {
    key: 'networkUnknown',
    values: { names: names.join(', ') },
  })
}

function notFor(name: string, what: string): Refusal {
  return refusal('SLU-STATE', `The network ${name} is not for ${what}.`, `Choose another, such as ${INTERNET}.`, {
    key: 'networkNotForYou',
    values: { network: name },
  })
}
