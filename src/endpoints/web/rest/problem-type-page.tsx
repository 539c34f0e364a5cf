/** What the catalogue says of a problem, for whoever follows the link in it. */
import type { Language } from '../../../batch/languages.ts'
import { styleSheet } from '../../../http/assets.ts'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Head } from '../../../http/components/section.tsx'
import { spoken } from '../../../http/language.ts'
import { renderDocument } from '../../../http/page.tsx'
import type { ProblemType } from './problem-types.ts'

/** To be served beside the page. */
export const PROBLEM_PAGE_SHEET = styleSheet()

// biome-ignore format: a table
const TEXTS = {
  product: { de: 'Strukturierte Meldungen', fr: 'Messages structurés', nl: 'Gestructureerde berichten', en: 'Structured reports' },
  type:    { de: 'Art', fr: 'Type', nl: 'Type', en: 'Type' },
  status:  { de: 'HTTP-Status', fr: 'Statut HTTP', nl: 'HTTP-status', en: 'HTTP status' },
} as const

export function problemTypePage({ type, title, detail, status }: ProblemType, language: Language): string {
  const t = (key: keyof typeof TEXTS) => spoken(TEXTS[key], language)
  return renderDocument({
    ...{ language, look: 'portal', sheet: PROBLEM_PAGE_SHEET.path, title: `${title} · ${t('product')}` },
    children: (
      <main class="page">
        <Head title={title} lead={detail} />
        <Facts
          facts={[
            [t('type'), <Id key="type">{type}</Id>],
            [t('status'), status],
          ]}
        />
      </main>
    ),
  })
}
