import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { withQuery } from '../../../http/keyset.ts'
import type { ServiceLine } from '../../../ledger/watch/service-line.ts'
import { PLACES } from '../../places.ts'
import type { Part } from '../../watch/shared-part.ts'
import { type Seen, StaleNote, waitOf } from './parts.tsx'

/** Whose declarations wait, and whose turn comes when. */
export function SendersWaiting({ seen, part }: { readonly seen: Seen; readonly part: Part<ServiceLine> }) {
  const { t, formats, now } = seen
  const { senders = [], drain = null } = part.value ?? {}
  return (
    <Section id="senders" title={t('service.senders')}>
      <StaleNote {...seen} part={part} />
      {senders.length > 0 && drain && (
        <p>
          {t('service.drains', {
            earliest: formats.duration(drain.earliestSeconds),
            latest: formats.duration(drain.latestSeconds),
          })}
        </p>
      )}
      {senders.length === 0 ? (
        <Empty>{t('service.noSenders')}</Empty>
      ) : (
        <Table
          caption={t('service.senders')}
          rows={senders}
          keyOf={({ sender }) => sender}
          columns={[
            {
              title: t('service.sender'),
              cell: ({ sender }) => <a href={withQuery(PLACES.submissions, { q: sender })}>{sender}</a>,
            },
            { title: t('watch.waiting'), cell: ({ waiting }) => formats.number(waiting), isNumber: true },
            {
              title: t('watch.oldest'),
              cell: ({ oldestSince }) => waitOf(formats, oldestSince, now),
              isNumber: true,
            },
            { title: t('service.turn'), cell: ({ place }) => formats.number(place), isNumber: true },
          ]}
        />
      )}
    </Section>
  )
}
