/** One online service: does it run, what waits, how did it go, and the hand to hold it back. */
import type { Refusal } from '../../../base/refusal.ts'
import { Head, Section } from '../../../http/components/section.tsx'
import { statusOf } from '../../../http/refusal-problem.ts'
import type { Ask } from '../../ask.ts'
import { NO_SUCH_SERVICE, pauseOnlineService, resumeOnlineService } from '../../operations/services.ts'
import { consolePage, type PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { Refused } from '../../refused.tsx'
import { type QueueTable, queueTable, sumsOf } from '../../watch/queue-rows.ts'
import { Ages } from './ages.tsx'
import { Course } from './course.tsx'
import { HeldBack } from './held-back.tsx'
import { Matrix } from './matrix.tsx'
import { SpanChoice, StaleNote, spanOf } from './parts.tsx'
import { SendersWaiting } from './senders-waiting.tsx'
import { PauseOrResume, ServiceSettings } from './service-parts.tsx'

const PATH = '/services/:service'

const SHOW = consolePage({
  method: 'GET',
  path: PATH,
  role: 'viewer',
  handle: (ask) => servicePage(ask, { reason: '' }),
})

const CHANGE = consolePage({
  method: 'POST',
  path: PATH,
  role: 'operator',
  form: { change: 'text', reason: 'text' },
  async handle({ form: { change, reason }, ...ask }) {
    const input = { service: ask.params.service, reason }
    const operation = change === 'resume' ? resumeOnlineService : pauseOnlineService
    const done = await operation(ask.ground, ask.operator, input)
    if (done.ok) return { to: ask.path, done: change === 'resume' ? 'resumed' : 'paused' }
    return servicePage(ask, { reason, refused: done.problem })
  },
})

type Filled = { readonly reason: string; readonly refused?: Refusal }

async function servicePage(ask: Ask<{ readonly service: string }>, filled: Filled): Promise<PageAnswer> {
  const { t, ground, query, params } = ask
  const { watch } = ground
  const service = watch.services().find(({ code }) => code === params.service)
  if (!service) return NO_SUCH_SERVICE
  const span = spanOf(query)
  const [queues, history] = await Promise.all([watch.queues(), watch.history(span)()])
  const [course, line] = await Promise.all([watch.course(service.code, span)(), watch.line(service.code)()])
  const table: QueueTable | null =
    queues.value && queueTable([service], onlyOf(service.code, queues.value), history.value, true)
  const sums = sumsOf(table?.services.flatMap(({ rows }) => rows) ?? [])
  const paused = queues.value?.paused.find((one) => one.service === service.code) ?? null
  const held = (queues.value?.breakers ?? []).filter((one) => one.service === service.code && one.state !== 'closed')
  const path = `${PLACES.services}/${service.code}`
  const heading = paused
    ? t('service.isPaused', { service: service.code })
    : sums.open > 0
      ? t('service.waits', { service: service.code, count: sums.open })
      : t('service.runs', { service: service.code })
  return {
    title: filled.refused ? t('form.failed', { title: heading }) : heading,
    ...(filled.refused && { status: statusOf(filled.refused) }),
    crumbs: [{ label: t('queues.title'), href: PLACES.queues }, { label: service.code }],
    scripts: ['live'],
    body: (
      <div data-live={PLACES.liveNow}>
        {filled.refused && <Refused t={t} refusal={filled.refused} />}
        <div data-part="now">
          <Head title={heading} lead={service.labels[ask.language]} />
          <StaleNote {...ask} part={queues} />
          <HeldBack ask={ask} breakers={held} />
          <Section
            id="environments"
            title={t('service.environments')}
            aside={<SpanChoice t={t} path={path} chosen={span} />}
          >
            {table && <Matrix {...{ seen: ask, table, span }} view="delays" />}
          </Section>
          <Section id="ages" title={t('watch.ages')}>
            <Ages seen={ask} sums={sums} />
          </Section>
          <Course {...{ seen: ask, span, part: course }} />
          <SendersWaiting seen={ask} part={line} />
        </div>
        <PauseOrResume {...{ ask, path, paused, waiting: sums.open, reason: filled.reason }} />
        <ServiceSettings seen={ask} service={service} />
      </div>
    ),
  }
}

function onlyOf<Now extends { readonly queues: readonly { readonly service: string }[] }>(code: string, now: Now): Now {
  return { ...now, queues: now.queues.filter(({ service }) => service === code) }
}

export const SERVICE_PAGES = [SHOW, CHANGE]
