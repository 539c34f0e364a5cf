/** Services and environments as rows of one table, zeros in the third voice. */

import { type Children, Fragment } from '../../../http/elements.ts'
import { withQuery } from '../../../http/keyset.ts'
import type { HistorySpan } from '../../../ledger/watch/history-steps.ts'
import { PLACES } from '../../places.ts'
import { type QueueRow, type QueueTable, type ServiceRows, sumsOf } from '../../watch/queue-rows.ts'
import { Count, Curve, Flow } from './matrix-cells.tsx'
import { EnvironmentLegend, EnvironmentWord, type Seen, waitOf } from './parts.tsx'

/** `course`: how it went; `delays`: what waits for its next attempt. There is room for one of them. */
export type MatrixView = 'course' | 'delays'

type MatrixProps = {
  readonly seen: Seen
  readonly table: QueueTable
  readonly span: HistorySpan
  readonly view: MatrixView
}

type Sums = ReturnType<typeof sumsOf>

type MatrixColumn = {
  readonly title: string
  /** `num`: a number; `opt` and `mid`: left out where the page is narrow. */
  readonly look: string
  readonly cell: (row: QueueRow, service: string) => Children
  readonly sum?: (sums: Sums) => string
}

export function Matrix({ seen, table, span, view }: MatrixProps) {
  const { t } = seen
  const { services, idle } = table
  if (services.length === 0) {
    return (
      <>
        <p class="none">{t('watch.nothing')}</p>
        <Idle t={t} codes={idle} />
      </>
    )
  }
  const columns = columnsOf(seen, span, view)
  const sums = sumsOf(services.flatMap(({ rows }) => rows))
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" aria-label={t('watch.matrix')} tabIndex={0}>
        <table class="matrix">
          <Heads {...{ seen, columns }} />
          {services.map((service) => (
            <ServicePart key={service.service} {...{ seen, columns, ...service }} />
          ))}
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('watch.all')}
              </th>
              {columns.map(({ title, look, sum }) => (
                <td key={title} class={look}>
                  {sum?.(sums)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
      <EnvironmentLegend t={t} />
      <Idle t={t} codes={idle} />
    </>
  )
}

/** They can be looked at, and paused, all the same. */
function Idle({ t, codes }: Pick<Seen, 't'> & { readonly codes: readonly string[] }) {
  if (codes.length === 0) return null
  return (
    <p class="small quiet legend">
      {t('watch.idle')}{' '}
      {codes.map((code, index) => (
        <Fragment key={code}>
          {index > 0 && ', '}
          <a href={`${PLACES.services}/${code}`}>{code}</a>
        </Fragment>
      ))}
    </p>
  )
}

function columnsOf(seen: Seen, span: HistorySpan, view: MatrixView): readonly MatrixColumn[] {
  const { t, formats, now } = seen
  const pace = (perMinute: number) => t('watch.perMinute', { count: formats.number(Math.round(perMinute)) })
  const isCourse = view === 'course'
  const plain = (of: (counts: QueueRow['counts']) => number) => ({
    cell: ({ counts }: QueueRow) => <Count formats={formats} count={of(counts)} />,
    sum: ({ counts }: Sums) => formats.number(of(counts)),
  })
  const serious = (state: 'inDoubt' | 'parked', tone: 'doubt' | 'bad') => ({
    cell: ({ counts, environment }: QueueRow, service: string) => {
      const href = withQuery(PLACES.parked, { service, environment, state })
      return <Count {...{ formats, count: counts[state], tone, href }} />
    },
    sum: ({ counts }: Sums) => formats.number(counts[state]),
  })
  const waiting = plain((counts) => counts.waiting + (isCourse ? counts.retrying : 0))
  return [
    { title: t('watch.waiting'), look: 'num', ...waiting },
    { title: t('watch.active'), look: 'num opt', ...plain(({ active }) => active) },
    ...(isCourse ? [] : [{ title: t('watch.retrying'), look: 'num', ...plain(({ retrying }) => retrying) }]),
    { title: t('watch.inDoubt'), look: 'num', ...serious('inDoubt', 'doubt') },
    { title: t('watch.parked'), look: 'num', ...serious('parked', 'bad') },
    {
      ...{ title: t('watch.oldest'), look: 'num' },
      cell: ({ oldestSince }) => <span class={oldestSince ? '' : 'zero'}>{waitOf(formats, oldestSince, now)}</span>,
      sum: ({ oldestSince }) => waitOf(formats, oldestSince, now),
    },
    {
      ...{ title: t('watch.handedOver'), look: 'num opt mid' },
      cell: ({ perMinute }) => (
        <span class={perMinute ? '' : 'zero'}>{perMinute === null ? t('watch.unknown') : pace(perMinute)}</span>
      ),
      sum: ({ perMinute }) => pace(perMinute),
    },
    ...(isCourse
      ? [
          {
            title: t('watch.curve', { span: t(`watch.span.${span}`) }),
            look: 'num opt',
            cell: ({ curve }: QueueRow) => <Curve seen={seen} points={curve} />,
          },
        ]
      : []),
    {
      ...{ title: t('watch.handOver'), look: 'opt' },
      cell: ({ state }) => <Flow state={state}>{t(`watch.${state}`)}</Flow>,
    },
  ]
}

type Columns = { readonly seen: Seen; readonly columns: readonly MatrixColumn[] }

function Heads({ seen: { t }, columns }: Columns) {
  return (
    <thead>
      <tr>
        <th scope="col">{t('watch.service')}</th>
        <th scope="col">
          <span aria-hidden="true">{t('watch.env')}</span>
          <span class="off">{t('watch.environment')}</span>
        </th>
        {columns.map(({ title, look }) => (
          <th key={title} scope="col" class={look}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function ServicePart({ seen, columns, service, configured, rows }: Columns & ServiceRows) {
  const name = configured ? <a href={`${PLACES.services}/${service}`}>{service}</a> : service
  return (
    <tbody>
      {rows.map((row, index) => (
        <tr key={row.environment}>
          {index === 0 && (
            <th class="svc" scope="rowgroup" rowSpan={rows.length}>
              {name}
              {configured && <small>{configured.labels[seen.language]}</small>}
            </th>
          )}
          <td>
            <EnvironmentWord t={seen.t} environment={row.environment} />
          </td>
          {columns.map(({ title, look, cell }) => (
            <td key={title} class={look}>
              {cell(row, service)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
