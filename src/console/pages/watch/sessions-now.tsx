import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { Strip } from '../../../http/components/strip.tsx'
import { withQuery } from '../../../http/keyset.ts'
import type { SessionCount } from '../../../ledger/watch/write-history.ts'
import { PLACES } from '../../places.ts'
import type { Part } from '../../watch/shared-part.ts'
import { type Seen, StaleNote } from './parts.tsx'

/** Who is connected, by channel and network. */
export function SessionsNow({ seen, part }: { readonly seen: Seen; readonly part: Part<readonly SessionCount[]> }) {
  const { t, formats } = seen
  const counts = part.value ?? []
  return (
    <Section id="sessions" title={t('dashboard.sessions')}>
      <StaleNote {...seen} part={part} />
      {counts.length === 0 ? (
        <Empty>{t('dashboard.noSessions')}</Empty>
      ) : (
        <Strip
          facts={counts.map(({ channel, network, sessions }) => [
            `${t(`watch.channel.${channel}`)}, ${network}`,
            <a href={withQuery(PLACES.sessions, { channel })}>{formats.number(sessions)}</a>,
          ])}
        />
      )}
    </Section>
  )
}
