import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { StackedBars } from '../../../http/components/stacked-bars.tsx'
import type { ChannelIntake } from '../../../ledger/watch/flow-history.ts'
import { type HistorySpan, PLOT_SCALES, stepsUntil } from '../../../ledger/watch/history-steps.ts'
import { type Seen, stepWord } from './parts.tsx'

type IntakeProps = { readonly seen: Seen; readonly span: HistorySpan; readonly intake: readonly ChannelIntake[] }

/** Files of finished submissions, by the channel over which they came. */
export function Intake({ seen, span, intake }: IntakeProps) {
  const { t, formats, now } = seen
  const title = t('dashboard.intake', { span: t(`watch.span.${span}`) })
  const steps = intake.flatMap((channel) => channel.steps)
  const [files, bytes] = [sum(steps.map((step) => step.files)), sum(steps.map((step) => step.bytes))]
  const description = t('dashboard.intakeText', { files: formats.number(files), bytes: formats.bytes(bytes) })
  return (
    <Section id="intake" title={title} aside={<span>{files > 0 && description}</span>}>
      {files === 0 ? (
        <Empty>{t('dashboard.noIntake')}</Empty>
      ) : (
        <StackedBars
          {...{ id: 'files', title, description, number: formats.number }}
          steps={stepsUntil(now, PLOT_SCALES[span]).map((step) => stepWord(formats, span, step))}
          parts={intake.map((channel) => ({
            name: t(`watch.channel.${channel.channel}`),
            values: channel.steps.map((step) => step.files),
          }))}
          words={{ table: t('watch.asTable'), step: t('watch.time') }}
        />
      )}
    </Section>
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
