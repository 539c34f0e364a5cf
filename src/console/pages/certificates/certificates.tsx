/** Certificates of senders: what ends, what waits, what is over; and keys of our own. */

import { isUuid } from '../../../base/ids.ts'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Paging } from '../../../http/components/paging.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../../http/keyset.ts'
import {
  CERTIFICATE_VIEWS,
  type CertificateFilter,
  type CertificateView,
  COUNTED_MAX,
} from '../../../registry/certificate-list.ts'
import type { Ask } from '../../ask.ts'
import { type CertificatesInView, SOON_DAYS, seeCertificates, seeOwnKeys } from '../../operations/certificates.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { CertificateTable, OwnKeyTable } from './tables.tsx'

export const CERTIFICATES_PAGE = consolePage({
  method: 'GET',
  path: PLACES.certificates,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, operator, query } = ask
    const filter = certificateFilter(query)
    const isOwn = query.get('view') === 'own'
    const seen = await seeCertificates(ground, operator, { ...filter, limit: PAGE_SIZE + 1 })
    const { soon, waiting } = seen.counts
    return {
      title: t('certificates.title'),
      body: (
        <>
          <Head title={t('certificates.title')} lead={t('certificates.lead', { soon, waiting, days: SOON_DAYS })} />
          <Views {...{ ask, seen }} current={isOwn ? 'own' : filter.view} />
          {isOwn ? (
            <OwnKeyTable ask={ask} keys={await seeOwnKeys(ground, operator)} />
          ) : (
            <List {...{ ask, filter, seen }} />
          )}
        </>
      ),
    }
  },
})

/** Of an address: what it does not know is ignored. */
export function certificateFilter(query: URLSearchParams): Omit<CertificateFilter, 'limit'> {
  const text = (query.get('q') ?? '').trim().slice(0, 100)
  const [after, days] = [query.get('after') ?? '', Number(query.get('days') ?? '')]
  return {
    view: CERTIFICATE_VIEWS.find((view) => view === query.get('view')) ?? 'ending',
    ...{ text: text || undefined, after: isUuid(after) ? after : undefined },
    withinDays: Number.isInteger(days) && days > 0 && days < 10_000 ? days : undefined,
  }
}

type ViewsProps = {
  readonly ask: Ask
  readonly seen: CertificatesInView
  readonly current: CertificateView | 'own'
}

function Views({ ask: { t, path, formats }, seen: { counts }, current }: ViewsProps) {
  const views = [...CERTIFICATE_VIEWS, 'own'] as const
  return (
    <nav class="row" aria-label={t('certificates.views')}>
      {views.map((view) => {
        const isCurrent = view === current
        return (
          <a
            key={view}
            class={isCurrent ? 'btn small main' : 'btn small'}
            href={withQuery(path, { view })}
            aria-current={isCurrent ? 'page' : undefined}
          >
            {t(`certificates.view.${view}`, { count: view === 'own' ? 0 : capped(counts[view], formats) })}
          </a>
        )
      })}
    </nav>
  )
}

function capped(count: number, { number }: Ask['formats']): string {
  return count > COUNTED_MAX ? `${number(COUNTED_MAX)}+` : number(count)
}

type ListProps = Pick<ViewsProps, 'ask' | 'seen'> & { readonly filter: Omit<CertificateFilter, 'limit'> }

function List({ ask, filter, seen }: ListProps) {
  const { t, path, query } = ask
  const self = withQuery(`${path}?${query}`, { after: undefined, done: undefined, lang: undefined })
  const page = pageOf(
    seen.certificates,
    { path: self, after: filter.after, pageSize: PAGE_SIZE },
    ({ certificateId }) => certificateId,
  )
  const isNarrowed = Boolean(filter.text ?? filter.withinDays)
  return (
    <>
      <FilterBar action={path} label={t('certificates.filter')} button={t('button.search')}>
        <input type="hidden" name="view" value={filter.view} />
        <TextField name="q" label={t('certificates.text')} type="search" value={filter.text ?? ''} lengthMax={100} />
        {isNarrowed && (
          <ButtonLink kind="bare" href={withQuery(path, { view: filter.view })}>
            {t('button.showAll')}
          </ButtonLink>
        )}
      </FilterBar>
      {page.items.length === 0 ? (
        <Empty>{t(isNarrowed ? 'certificates.noMatch' : `certificates.none.${filter.view}`)}</Empty>
      ) : (
        <CertificateTable ask={ask} certificates={page.items} view={filter.view} />
      )}
      <Paging
        label={t('paging.label')}
        shown={t('paging.shown', { count: page.items.length })}
        first={filter.after === undefined ? undefined : { href: self, label: t('paging.first') }}
        next={page.next === undefined ? undefined : { href: page.next, label: t('paging.next') }}
      />
    </>
  )
}
