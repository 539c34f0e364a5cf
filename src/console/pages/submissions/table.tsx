import { errorId } from '../../../batch/acknowledgement-document.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import { Environments } from '../../../http/components/environments.tsx'
import { type Column, Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import type { FoundRow } from '../../../ledger/search/found-rows.ts'
import type { Ask } from '../../ask.ts'
import { PLACES } from '../../places.ts'
import { HandoverState, SetState } from './states.tsx'

type Shown = Pick<Ask, 't' | 'formats'>

export function submissionPath(id: string): string {
  return `${PLACES.submissions}/${id}`
}

/** With a box to mark each, where something can be done to them. */
export function SubmissionTable({
  ask: { t, formats },
  rows,
  caption,
  isMarkable,
}: {
  readonly ask: Shown
  readonly rows: readonly FoundRow[]
  readonly caption: string
  readonly isMarkable: boolean
}) {
  const columns: Column<FoundRow>[] = [
    {
      title: t('submissions.set'),
      cell: ({ submissionId, setKey }) => (
        <a class="id" href={submissionPath(submissionId)}>
          {safe(setKey)}
        </a>
      ),
    },
    { title: t('submissions.state'), cell: (seen) => <SetState {...{ t, seen }} /> },
    { title: t('submissions.code'), cell: ({ facts }) => (facts.verdict?.codes ?? []).map(errorId).join(' ') },
    {
      title: t('submissions.delivery'),
      cell: ({ deliveries }) =>
        deliveries.map(({ service, state }) => (
          <div key={service}>
            <span class="id">{service}</span> <HandoverState {...{ t, state }} />
          </div>
        )),
    },
    {
      title: t('submissions.sender'),
      cell: ({ sender }) => <a href={`${PLACES.submissions}?sender=${sender}`}>{sender}</a>,
    },
    {
      title: t('submissions.received'),
      cell: ({ receivedAt }) => <Moment at={receivedAt}>{formats.stamp(receivedAt)}</Moment>,
    },
    {
      title: t('submissions.environment'),
      isOptional: true,
      cell: ({ environment }) => <Environments letters={[environment]} />,
    },
  ]
  const mark: Column<FoundRow> = {
    title: t('submissions.mark'),
    cell: ({ submissionId, setKey }) => (
      <input type="checkbox" name="id" value={submissionId} aria-label={`${t('submissions.mark')} ${safe(setKey)}`} />
    ),
  }
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={({ submissionId }) => submissionId}
      columns={isMarkable ? [...columns, mark] : columns}
    />
  )
}
