import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { withQuery } from '../../../http/keyset.ts'
import type { SenderInQueue } from '../../../ledger/watch/senders-in-queue.ts'
import { PLACES } from '../../places.ts'
import type { Part } from '../../watch/shared-part.ts'
import { type Seen, StaleNote, waitOf } from './parts.tsx'

/** Whose declarations wait, and whose turn comes when. */
export function SendersWaiting({ seen, part }: { readonly seen: Seen; readonly part: Part<readonly SenderInQueue[]> }) {
  const { t, formats, now } = seen
  const senders = part.value ?? []
  return (
    <Section id="senders" title={t('service.senders')}>
      <StaleNote {...seen} part={part} />
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
            { title: t('service.turn'), cell: ({ turn }) => formats.number(turn), isNumber: true },
          ]}
        />
      )}
    </Section>
  )
}
