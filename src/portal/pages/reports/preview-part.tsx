import { Id } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import type { ReportsPreview } from '../../operations/reports-preview.ts'
import { DAYS_TOLD } from '../../operations/reports-view.ts'
import type { ReportsPage } from './place.ts'

/** What the change would have refused lately, and what is on its way while one reads this. */
export function PreviewPart({ ask, preview }: { readonly ask: ReportsPage; readonly preview: ReportsPreview }) {
  const { t, formats } = ask
  const { refused, codes, newest, inFlight } = preview
  const told = codes.map(({ code, sets }) => t('reports.preview.code', { code, sets: formats.number(sets) }))
  return (
    <Note tone={refused > 0 ? 'warn' : 'good'}>
      <strong>{t('reports.preview.refused', { sets: refused, days: DAYS_TOLD })}</strong>
      {refused > 0 && <p>{t('reports.preview.codes', { codes: formats.list(told) })}</p>}
      {newest.length > 0 && (
        <ul class="points">
          {newest.map(({ name, sealedAt }) => (
            <li key={name}>
              <Id>{name}</Id>, {formats.dateTime(sealedAt)}
            </li>
          ))}
        </ul>
      )}
      <p>{t('reports.preview.inFlight', { open: inFlight.open, sealed: inFlight.sealed })}</p>
    </Note>
  )
}
