/** All queues: what waits for which service in which environment, and for how long. */
import { Head, Section } from '../../../http/components/section.tsx'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { queueTable, sumsOf } from '../../watch/queue-rows.ts'
import { Ages } from './ages.tsx'
import { Matrix } from './matrix.tsx'
import { StaleNote } from './parts.tsx'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.queues,
  role: 'viewer',
  async handle(seen) {
    const { t, ground } = seen
    const { watch } = ground
    const [queues, history] = await Promise.all([watch.queues(), watch.history('hour')()])
    const table = queues.value && queueTable(watch.services(), queues.value, history.value)
    const sums = sumsOf(table?.services.flatMap(({ rows }) => rows) ?? [])
    const heading = sums.open === 0 ? t('queues.calm') : t('queues.waits', { count: sums.open })
    return {
      title: `${heading} · ${t('queues.title')}`,
      crumbs: [{ label: t('dashboard.title'), href: PLACES.overview }, { label: t('queues.title') }],
      scripts: ['live'],
      body: (
        <div data-live={PLACES.liveNow}>
          <div data-part="now">
            <Head title={heading} lead={t('queues.lead')} />
            <StaleNote {...seen} part={queues} />
            <Section id="services" title={t('dashboard.services')}>
              {table && <Matrix {...{ seen, table }} span="hour" view="delays" />}
            </Section>
            <Section id="ages" title={t('watch.ages')}>
              <Ages seen={seen} sums={sums} />
            </Section>
          </div>
        </div>
      ),
    }
  },
})

export const QUEUES_PAGES = [SHOW]
