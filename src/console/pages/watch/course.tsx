/** How a service went: depth, age, pace and latency over the chosen span. */
import { Empty } from '../../../http/components/empty.tsx'
import { LinePlot, type PlotLine } from '../../../http/components/line-plot.tsx'
import { Columns, Section } from '../../../http/components/section.tsx'
import type { HistorySpan } from '../../../ledger/watch/history-steps.ts'
import type { QueueHistories, QueueHistory, QueueStep } from '../../../ledger/watch/queue-history.ts'
import type { Part } from '../../watch/shared-part.ts'
import { type Seen, StaleNote, stepWord } from './parts.tsx'

type CourseProps = { readonly seen: Seen; readonly span: HistorySpan; readonly part: Part<QueueHistories> }

export function Course({ seen, span, part }: CourseProps) {
  const { t } = seen
  const queues = part.value?.queues ?? []
  return (
    <Section id="course" title={`${t('service.course')}, ${t(`watch.span.${span}`)}`}>
      <StaleNote {...seen} part={part} />
      {queues.length === 0 ? <Empty>{t('service.noCourse')}</Empty> : <Plots {...{ seen, span, part }} />}
    </Section>
  )
}

function Plots({ seen, span, part }: CourseProps) {
  const { t, formats } = seen
  const queues = part.value?.queues ?? []
  const steps = (part.value?.steps ?? []).map((step) => stepWord(formats, span, step))
  const spanWord = t(`watch.span.${span}`)
  const plots = [
    {
      key: 'depth',
      lines: perEnvironment(queues, ({ waiting }) => waiting),
      number: formats.number,
      isDuration: false,
    },
    {
      key: 'oldest',
      lines: perEnvironment(queues, ({ oldestSeconds }) => oldestSeconds),
      number: formats.duration,
      isDuration: true,
    },
    {
      key: 'passed',
      lines: perEnvironment(queues, ({ handedOver }) => handedOver),
      number: formats.number,
      isDuration: false,
    },
    { key: 'latency', lines: latencies(queues), number: formats.duration, isDuration: true },
  ] as const
  return (
    <Columns>
      {plots.map(({ key, lines, number, isDuration }) => {
        const known = lines.flatMap(({ points }) => points.filter((point) => point !== null))
        const most = number(Math.max(0, ...known))
        const count = formats.number(known.reduce((sum, value) => sum + value, 0))
        return (
          <section key={key} aria-labelledby={`${key}-heading`}>
            <h3 id={`${key}-heading`}>{t(`service.${key}`)}</h3>
            <LinePlot
              {...{ id: key, steps, lines, number, isDuration, title: t(`service.${key}`) }}
              description={t(`service.${key}Text`, { most, count, span: spanWord })}
              words={{ table: t('watch.asTable'), step: t('watch.time'), unknown: t('watch.unknown') }}
            />
          </section>
        )
      })}
    </Columns>
  )
}

type OfStep = (step: QueueStep) => number | null

function perEnvironment(queues: readonly QueueHistory[], of: OfStep): readonly PlotLine[] {
  return queues.map(({ environment, steps }) => ({ name: environment, points: steps.map(of) }))
}

/** Of production where there is any, or of the first environment that has hand-overs. */
function latencies(queues: readonly QueueHistory[]): readonly PlotLine[] {
  const shown = queues.find(({ steps }) => steps.some(({ secondsP50 }) => secondsP50 !== null)) ?? queues[0]
  if (!shown) return []
  return [
    { name: 'p50', points: shown.steps.map(({ secondsP50 }) => secondsP50) },
    { name: 'p95', points: shown.steps.map(({ secondsP95 }) => secondsP95) },
  ]
}
