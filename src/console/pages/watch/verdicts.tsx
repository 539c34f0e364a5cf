/** How sets were judged: the mix, and the codes of what was rejected. */
import { explain } from '../../../batch/reasons/catalogue.ts'
import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { VerdictBar } from '../../../http/components/verdict-bar.tsx'
import { withQuery } from '../../../http/keyset.ts'
import type { VerdictCount } from '../../../ledger/watch/flow-history.ts'
import type { HistorySpan } from '../../../ledger/watch/history-steps.ts'
import { PLACES } from '../../places.ts'
import { type VerdictMix, verdictMix } from '../../watch/verdict-mix.ts'
import type { Seen } from './parts.tsx'

type VerdictsProps = {
  readonly seen: Seen
  readonly span: HistorySpan
  readonly verdicts: readonly VerdictCount[]
}

export function Verdicts({ seen, span, verdicts }: VerdictsProps) {
  const { t, formats } = seen
  const mix = verdictMix(verdicts)
  const title = t('dashboard.verdicts', { span: t(`watch.span.${span}`) })
  const aside = <span>{t('dashboard.judged', { count: formats.number(mix.judged) })}</span>
  return (
    <Section id="verdicts" title={title} aside={aside}>
      {mix.judged === 0 ? <Empty>{t('dashboard.noVerdicts')}</Empty> : <Mix seen={seen} mix={mix} title={title} />}
    </Section>
  )
}

function Mix({ seen, mix, title }: Pick<VerdictsProps, 'seen'> & { readonly mix: VerdictMix; readonly title: string }) {
  const { t, formats, language } = seen
  const { judged, accepted, codes, others } = mix
  const rejected = judged - accepted
  const shares = { accepted: formats.share(accepted / judged), rejected: formats.share(rejected / judged) }
  const rows = [
    ...codes.map(({ code, sets }) => ({ code: String(code), sets, because: explain({ code }, language).title })),
    ...(others.sets > 0
      ? [{ code: '…', sets: others.sets, because: t('dashboard.otherCodes', { count: others.codes }) }]
      : []),
  ]
  return (
    <>
      <VerdictBar
        {...{ id: 'mix', title, accepted, rejected: rows }}
        description={t('dashboard.mixText', shares)}
        words={{
          accepted: t('dashboard.accepted', { share: shares.accepted }),
          rejected: t('dashboard.rejected', { share: shares.rejected }),
        }}
      />
      {rows.length > 0 && (
        <Table
          caption={title}
          rows={rows}
          keyOf={({ code }) => code}
          columns={[
            { title: t('dashboard.code'), cell: ({ code }) => <CodeLink code={code} /> },
            { title: t('dashboard.because'), cell: ({ because }) => because },
            { title: t('dashboard.sets'), cell: ({ sets }) => formats.number(sets), isNumber: true },
            { title: t('dashboard.share'), cell: ({ sets }) => formats.share(sets / rejected), isNumber: true },
          ]}
        />
      )}
    </>
  )
}

function CodeLink({ code }: { readonly code: string }) {
  return code === '…' ? code : <a href={withQuery(PLACES.submissions, { q: code })}>{code}</a>
}
