import { errorId } from '../../../batch/acknowledgement-document.ts'
import type { Language } from '../../../batch/languages.ts'
import type { Reason } from '../../../batch/reason.ts'
import { explain } from '../../../batch/reasons/catalogue.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import type { Children } from '../../../http/elements.ts'
import type { Say } from '../../texts.ts'

/** A page that a person reads; the answer holds all of them. */
const SHOWN_MAX = 50

type ReasonsProps = {
  readonly t: Say
  readonly language: Language
  readonly reasons: readonly Reason[]
  /** Says of those that are not shown. */
  readonly more: (count: number) => Children
}

/** Why a set is rejected, each reason in four parts: what we saw, what we expected, what to do, the code. The texts are those of STATUS. */
export function Reasons({ t, language, reasons, more }: ReasonsProps) {
  const hidden = Math.max(0, reasons.length - SHOWN_MAX)
  return (
    <>
      {reasons.slice(0, SHOWN_MAX).map((reason, index) => (
        <ReasonParts key={index} {...{ t, language, reason }} />
      ))}
      {hidden > 0 && <p class="quiet">{more(hidden)}</p>}
    </>
  )
}

function ReasonParts({ t, language, reason }: Pick<ReasonsProps, 't' | 'language'> & { readonly reason: Reason }) {
  const { title, cause, remedy } = explain(reason, language)
  const seen = reason.seen === undefined ? '' : safe(reason.seen)
  const expected = reason.expected === undefined ? '' : safe(reason.expected)
  const annex = reason.annex25
  return (
    <div class="why">
      <h3>{title}</h3>
      <Where {...{ t, reason }} />
      <dl class="verdict">
        <Part name={t('refused.seen')}>
          {cause}
          {seen !== '' && !cause.includes(seen) && <span class="id"> {seen}</span>}
        </Part>
        {expected !== '' && (
          <Part name={t('refused.expected')}>
            <span class="id">{expected}</span>
          </Part>
        )}
        <Part name={t('refused.remedy')}>{remedy}</Part>
        <Part name={t('refused.code')}>
          <span class="id">{errorId(reason.code)}</span>
          {annex && <span class="quiet"> {t('submission.annex', { pair: annex.join(', ') })}</span>}
        </Part>
      </dl>
    </div>
  )
}

function Where({ t, reason: { file, line } }: { readonly t: Say; readonly reason: Reason }) {
  if (file === undefined && line === undefined) return null
  return (
    <p class="quiet">
      {file !== undefined && <span class="id">{t('submission.inFile', { name: safe(file) })}</span>}
      {line !== undefined && <span> · {t('submission.line', { line })}</span>}
    </p>
  )
}

function Part({ name, children }: { readonly name: string; readonly children?: Children }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
