/** What the watching pages have in common. */
import type { Environment } from '../../../batch/environment.ts'
import { Note } from '../../../http/components/note.tsx'
import { Fragment } from '../../../http/elements.ts'
import type { Formats } from '../../../http/formats.ts'
import { withQuery } from '../../../http/keyset.ts'
import { HISTORY_SPANS, type HistorySpan } from '../../../ledger/watch/history-steps.ts'
import type { Visit } from '../../ask.ts'
import type { Say } from '../../texts.ts'
import type { Part } from '../../watch/shared-part.ts'

export type Seen = Pick<Visit, 't' | 'formats' | 'now' | 'language'>

/** rule 24.5: a part whose source does not answer says so, and how old it is; the page stays. */
export function StaleNote({ part, t, formats, now }: Seen & { readonly part: Part<unknown> }) {
  if (!part.isStale) return null
  const text = part.at
    ? t('watch.stale', { time: formats.time(part.at), age: formats.age(part.at, now) })
    : t('watch.never')
  return <Note tone="warn">{text}</Note>
}

export function spanOf(query: URLSearchParams): HistorySpan {
  return HISTORY_SPANS.find((span) => span === query.get('span')) ?? 'hour'
}

/** Links that choose how far back the curves go. */
export function SpanChoice({
  t,
  path,
  chosen,
}: {
  readonly t: Say
  readonly path: string
  readonly chosen: HistorySpan
}) {
  return (
    <nav aria-label={t('watch.span')}>
      {HISTORY_SPANS.map((span) => (
        <a key={span} href={withQuery(path, { span })} aria-current={span === chosen ? 'true' : undefined}>
          {t(`watch.span.${span}`)}
        </a>
      ))}
    </nav>
  )
}

/** The letter as it stands in names of files, and the word. */
export function EnvironmentWord({ t, environment }: { readonly t: Say; readonly environment: Environment }) {
  return (
    <>
      <span class={environment === 'T' ? 'env' : `env ${environment.toLowerCase()}`}>{environment}</span>
      <span class="say">{t(`watch.environment.${environment}`)}</span>
    </>
  )
}

/** What the letters mean, where there is no room for the words. */
export function EnvironmentLegend({ t }: { readonly t: Say }) {
  return (
    <p class="small quiet narrow">
      {(['R', 'T', 'S'] as const).map((environment) => (
        <Fragment key={environment}>
          <span class={environment === 'T' ? 'env' : `env ${environment.toLowerCase()}`}>{environment}</span>
          {t(`watch.environment.${environment}`)}{' '}
        </Fragment>
      ))}
    </p>
  )
}

/** How long ago, to the minute; nothing for what is not there. */
export function waitOf(formats: Formats, since: Date | null, now: Date): string {
  return since === null ? '–' : formats.duration((now.getTime() - since.getTime()) / 1000)
}

/** The begin of a step, as short as its span allows. */
export function stepWord(formats: Formats, span: HistorySpan, step: Date): string {
  return span === 'month'
    ? formats.stamp(step).replace(/[, ]+\d\d:\d\d:\d\d$/, ` ${formats.time(step)}`)
    : formats.time(step)
}
