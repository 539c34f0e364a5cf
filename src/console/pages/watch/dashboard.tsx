/** The first page: is anything stuck? */
import { Columns, Head, Section } from '../../../http/components/section.tsx'
import type { Page } from '../../page-route.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { type Need, needsPerson } from '../../watch/needs.ts'
import { queueTable, sumsOf } from '../../watch/queue-rows.ts'
import type { SharedPart } from '../../watch/shared-part.ts'
import type { HealthNow, QueuesNow } from '../../watch/watch.ts'
import { BooksBadge } from './books-badge.tsx'
import { Intake } from './intake.tsx'
import { Matrix } from './matrix.tsx'
import { NeedsList } from './needs-list.tsx'
import { type Seen, SpanChoice, StaleNote, spanOf, waitOf } from './parts.tsx'
import { SessionsNow } from './sessions-now.tsx'
import { Verdicts } from './verdicts.tsx'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.overview,
  role: 'viewer',
  async handle(seen): Promise<Page> {
    const { t, ground, query } = seen
    const { watch } = ground
    const span = spanOf(query)
    const [queues, health, history] = await Promise.all([watch.queues(), watch.health(), watch.history(span)()])
    const sessions = await watch.sessions()
    const counted = watch.books()
    const needs = needsPerson({
      ...{ queues: queues.value, health: health.value, books: counted?.books ?? null, now: seen.now },
    })
    const table = queues.value && queueTable(watch.services(), queues.value, history.value)
    const heading = headingOf(seen, needs, { queues, health })
    return {
      title: `${heading} · ${t('dashboard.title')}`,
      scripts: ['live'],
      body: (
        <div data-live={PLACES.liveNow}>
          <div data-part="now">
            <Head
              title={heading}
              lead={<Lead seen={seen} at={queues.at} table={table} />}
              actions={<BooksBadge seen={seen} counted={counted} />}
            />
            <StaleNote {...seen} part={queues.isStale ? queues : health} />
            {needs.length > 0 && (
              <Section id="todo" title={t('dashboard.todo')} aside={<span>{t('dashboard.worstFirst')}</span>}>
                <NeedsList seen={seen} needs={needs} />
              </Section>
            )}
            <Section
              id="services"
              title={t('dashboard.services')}
              aside={<SpanChoice t={t} path={PLACES.overview} chosen={span} />}
            >
              <StaleNote {...seen} part={history} />
              {table && <Matrix {...{ seen, table, span }} view="course" />}
            </Section>
            <Columns>
              <Verdicts seen={seen} span={span} verdicts={history.value?.verdicts ?? []} />
              <div>
                <Intake seen={seen} span={span} intake={history.value?.intake ?? []} />
                <SessionsNow seen={seen} part={sessions} />
              </div>
            </Columns>
          </div>
        </div>
      ),
    }
  },
})

type Parts = {
  readonly queues: Awaited<ReturnType<SharedPart<QueuesNow>>>
  readonly health: Awaited<ReturnType<SharedPart<HealthNow>>>
}

/** Nobody is told that all is well while it is not known. */
function headingOf({ t }: Seen, needs: readonly Need[], { queues, health }: Parts): string {
  if (needs.length > 0) return t('dashboard.needs', { count: needs.length })
  return t(queues.isStale || health.isStale ? 'dashboard.unknown' : 'dashboard.calm')
}

type LeadProps = {
  readonly seen: Seen
  readonly at: Date | null
  readonly table: ReturnType<typeof queueTable> | null
}

function Lead({ seen: { t, formats, now }, at, table }: LeadProps) {
  if (!table || !at) return null
  const { open, oldestSince } = sumsOf(table.services.flatMap(({ rows }) => rows))
  const moves = t('dashboard.moves', { count: open, oldest: waitOf(formats, oldestSince, now) })
  return <span class="quiet">{`${moves} ${t('watch.asOf', { time: formats.stamp(at) })}`}</span>
}

export const DASHBOARD_PAGES = [SHOW]
