import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { StackedBars, type StackedPart } from '../../../http/components/stacked-bars.tsx'
import type { SessionHistory } from '../../../ledger/watch/flow-history.ts'
import { PLOT_SCALES, stepsUntil } from '../../../ledger/watch/history-steps.ts'
import type { Ask } from '../../ask.ts'
import { PLACES } from '../../places.ts'
import { SpanChoice, StaleNote, spanOf, stepWord } from '../watch/parts.tsx'

/** More patterns cannot be told apart; the last may be what all others are together. */
const PARTS_MAX = 4

/** How many were connected at the same time, by channel and network, over the chosen span. */
export async function sessionCourse({ query, ground }: Ask) {
  const span = spanOf(query)
  return { span, part: await ground.watch.history(span)() }
}

type CourseProps = { readonly ask: Ask } & Awaited<ReturnType<typeof sessionCourse>>

export function SessionCourse({ ask, span, part }: CourseProps) {
  const { t, formats, now } = ask
  const history = part.value?.sessions ?? []
  const title = t('sessions.course', { span: t(`watch.span.${span}`) })
  return (
    <Section id="course" title={title} aside={<SpanChoice t={t} path={PLACES.sessions} chosen={span} />}>
      <StaleNote {...ask} part={part} />
      {history.length === 0 ? (
        <Empty>{t('sessions.noCourse')}</Empty>
      ) : (
        <StackedBars
          {...{ id: 'sessions', title, number: formats.number }}
          description={t('sessions.courseText', {
            most: formats.number(Math.max(...history.map(mostOf))),
            count: history.length,
          })}
          steps={stepsUntil(now, PLOT_SCALES[span]).map((step) => stepWord(formats, span, step))}
          parts={partsOf(ask, history)}
          words={{ table: t('watch.asTable'), step: t('watch.time') }}
        />
      )}
    </Section>
  )
}

/** The busiest first. */
function partsOf({ t }: Ask, history: readonly SessionHistory[]): readonly StackedPart[] {
  const ways = history
    .toSorted((one, other) => mostOf(other) - mostOf(one))
    .map(({ channel, network, steps }) => ({ name: `${t(`watch.channel.${channel}`)}, ${network}`, values: steps }))
  if (ways.length <= PARTS_MAX) return ways
  const [shown, others] = [ways.slice(0, PARTS_MAX - 1), ways.slice(PARTS_MAX - 1)]
  const values = others[0]?.values.map((_, step) => others.reduce((sum, way) => sum + (way.values[step] ?? 0), 0)) ?? []
  return [...shown, { name: t('sessions.others', { count: others.length }), values }]
}

function mostOf({ steps }: SessionHistory): number {
  return Math.max(0, ...steps)
}
