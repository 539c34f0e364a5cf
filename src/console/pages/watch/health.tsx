/** Does all that is needed work, and is every file somewhere? */
import { Empty } from '../../../http/components/empty.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { State, type Tone } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { type Dependency, dependenciesOf, needsPerson, SILENT_SECONDS } from '../../watch/needs.ts'
import type { HealthNow, SelfTest } from '../../watch/watch.ts'
import { BooksTable } from './books-table.tsx'
import { dependencyWord, NeedsList } from './needs-list.tsx'
import { type Seen, StaleNote, waitOf } from './parts.tsx'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.health,
  role: 'viewer',
  async handle(seen) {
    const { t, ground, now } = seen
    const health = await ground.watch.health()
    const counted = ground.watch.books()
    const needs = needsPerson({ queues: null, health: health.value, books: counted?.books ?? null, now })
    const processes = health.value?.processes ?? []
    const heading = health.isStale
      ? t('dashboard.unknown')
      : needs.length === 0
        ? t('health.good')
        : t('health.look', { count: needs.length })
    return {
      title: `${heading} · ${t('health.title')}`,
      crumbs: [{ label: t('dashboard.title'), href: PLACES.overview }, { label: t('health.title') }],
      scripts: ['live'],
      body: (
        <div data-live={PLACES.liveNow}>
          <div data-part="now">
            <Head title={heading} />
            <StaleNote {...seen} part={health} />
            {needs.length > 0 && (
              <Section id="todo" title={t('dashboard.todo')}>
                <NeedsList seen={seen} needs={needs} />
              </Section>
            )}
            <Section id="needed" title={t('health.needed')}>
              <Needed seen={seen} processes={processes} />
            </Section>
            <Section id="processes" title={t('health.processes')}>
              <Processes seen={seen} processes={processes} />
            </Section>
            <BooksTable seen={seen} counted={counted} />
            <Section id="self-test" title={t('health.selfTest')}>
              <SelfTests seen={seen} tests={health.value?.selfTests ?? []} />
            </Section>
          </div>
        </div>
      ),
    }
  },
})

type ProcessesProps = { readonly seen: Seen; readonly processes: HealthNow['processes'] }

const TONES: Readonly<Record<Dependency['state'], Tone>> = { up: 'plain', degraded: 'warn', down: 'bad' }

/** Each part once for each process, for one may reach what another does not. */
function Needed({ seen, processes }: ProcessesProps) {
  const { t } = seen
  const rows = processes.flatMap(({ node, pid, health }) =>
    dependenciesOf(health).map((dependency) => ({ ...dependency, process: `${node}, ${pid}` })),
  )
  if (rows.length === 0) return <Empty>{t('watch.never')}</Empty>
  return (
    <Table
      caption={t('health.needed')}
      rows={rows}
      keyOf={({ process, name }) => `${process} ${name}`}
      columns={[
        { title: t('health.part'), cell: ({ name }) => dependencyWord(t, name) },
        {
          title: t('health.state'),
          cell: ({ state }) => <State tone={TONES[state]}>{t(`health.state.${state}`)}</State>,
        },
        { title: t('health.detail'), cell: ({ detail }) => detail },
        { title: t('health.process'), cell: ({ process }) => process, isOptional: true },
      ]}
    />
  )
}

function Processes({ seen: { t, formats, now }, processes }: ProcessesProps) {
  if (processes.length === 0) return <Empty>{t('watch.never')}</Empty>
  const isSilent = (seenAt: Date) => now.getTime() - seenAt.getTime() > SILENT_SECONDS * 1000
  return (
    <Table
      caption={t('health.processes')}
      rows={processes}
      keyOf={({ processId }) => processId}
      columns={[
        { title: t('health.process'), cell: ({ node, pid }) => `${node}, ${pid}` },
        { title: t('health.roles'), cell: ({ roles }) => roles.join(', '), isOptional: true },
        { title: t('health.version'), cell: ({ version }) => version },
        { title: t('health.running'), cell: ({ startedAt }) => waitOf(formats, startedAt, now), isNumber: true },
        {
          title: t('health.seen'),
          cell: ({ seenAt }) =>
            isSilent(seenAt) ? <State tone="bad">{formats.age(seenAt, now)}</State> : formats.age(seenAt, now),
        },
      ]}
    />
  )
}

function SelfTests({ seen: { t, formats, now }, tests }: { readonly seen: Seen; readonly tests: readonly SelfTest[] }) {
  if (tests.length === 0) return <Empty>{t('health.selfTestOff')}</Empty>
  return (
    <Table
      caption={t('health.selfTest')}
      rows={tests}
      keyOf={({ channel }) => channel}
      columns={[
        { title: t('health.part'), cell: ({ channel }) => channel },
        {
          title: t('health.lastGreen'),
          cell: ({ lastGreenAt }) => (lastGreenAt ? formats.age(lastGreenAt, now) : t('health.never')),
        },
        { title: t('health.detail'), cell: ({ error }) => error ?? '' },
      ]}
    />
  )
}

export const HEALTH_PAGES = [SHOW]
