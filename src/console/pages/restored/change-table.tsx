import { safe } from '../../../batch/reasons/fill.ts'
import { State } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import type { LostChange } from '../../../registry/lost-changes.ts'
import type { Ask } from '../../ask.ts'
import { placeText } from '../../operations/restored.ts'
import { PLACES } from '../../places.ts'
import { Subject } from '../audit/subject.tsx'

/** Changes that the restored database does not have: what was made again, and what a person has to make again. */
export function ChangeTable({
  ask: { t, formats },
  changes,
}: {
  readonly ask: Ask
  readonly changes: readonly LostChange[]
}) {
  return (
    <Table
      caption={t('restored.changes')}
      rows={changes}
      keyOf={placeText}
      columns={[
        { title: t('audit.at'), cell: ({ at }) => <Moment at={at}>{formats.stamp(at)}</Moment> },
        { title: t('restored.state'), cell: (change) => <Outcome {...{ t, change }} /> },
        { title: t('audit.action'), cell: ({ action }) => <span class="id">{safe(action)}</span> },
        { title: t('audit.subject'), cell: ({ subject }) => <Subject subject={subject} /> },
        {
          title: t('audit.actor'),
          cell: ({ actor }) => <a href={`${PLACES.audit}?actor=${encodeURIComponent(actor)}`}>{safe(actor)}</a>,
        },
        { title: t('reason.label'), cell: ({ reason }) => reason && safe(reason) },
      ]}
    />
  )
}

function Outcome({ t, change: { outcome, why } }: Pick<Ask, 't'> & { readonly change: LostChange }) {
  if (outcome === 'madeAgain') return <State tone="plain">{t('restored.state.madeAgain')}</State>
  return (
    <>
      <State tone="warn">{t('restored.state.toDo')}</State>
      {why && <div class="quiet small">{safe(why)}</div>}
    </>
  )
}
