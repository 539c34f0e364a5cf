import type { ChannelType } from '../../batch/channel.ts'
import type { Reason } from '../../batch/reason.ts'
import type { Check } from './check.ts'
import type { JudgeFacts } from './facts.ts'

/** rule 3.3: every member came over an active channel that was chosen for this service and environment (249, decision 11). */
export const channelIsRegistered: Check = (facts) => {
  const active = new Set(facts.rights.channels.filter(({ state }) => state === 'active').map(({ type }) => type))
  const bound = boundChannels(facts)
  const used = [...new Set(facts.envelope.members.map(({ channel }) => channel))]
  return used.flatMap((channel): Reason[] => {
    if (!active.has(channel)) return [{ code: 249, detail: 'inactive', seen: channel }]
    if (bound.length === 0 || bound.includes(channel)) return []
    return [{ code: 249, seen: channel, expected: bound.join(', ') }]
  })
}

/** None means that the service was not chosen at all: the codes 154 and 168 say so. */
function boundChannels({ service, rights, envelope }: JudgeFacts): readonly ChannelType[] {
  return rights.bindings
    .filter((binding) => binding.service === service?.code && binding.environment === envelope.environment)
    .map(({ channel }) => channel)
}
