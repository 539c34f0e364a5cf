/** The first page: where one can go, and what for. */
import { Head } from '../../../http/components/section.tsx'
import { areasFor } from '../../navigation.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.overview,
  role: 'viewer',
  async handle({ t, signedIn }) {
    const areas = areasFor(signedIn).flat()
    return {
      title: t('nav.overview'),
      body: (
        <>
          <Head title={t('nav.overview')} />
          <dl class="kv">
            {areas.flatMap(({ key, purpose, href }) => [
              <dt key={`${href} key`}>
                <a href={href}>{t(key)}</a>
              </dt>,
              <dd key={href}>{t(purpose)}</dd>,
            ])}
          </dl>
        </>
      ),
    }
  },
})

export const OVERVIEW_PAGES = [SHOW]
