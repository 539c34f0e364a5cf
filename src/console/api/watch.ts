/** What waits and what happens, for programs: the same figures as the pages, read for all together. */
import { no, ok } from '../../base/result.ts'
import { consoleApi } from '../api-route.ts'
import type { ConsoleGround } from '../ground.ts'
import { NO_SUCH_SERVICE, pauseOnlineService, resumeOnlineService, tryServiceAgain } from '../operations/services.ts'
import { mayUse } from '../role.ts'
import { dependenciesOf, needsPerson } from '../watch/needs.ts'
import { type QueueRow, queueTable } from '../watch/queue-rows.ts'
import type { Part } from '../watch/shared-part.ts'
import { shownOf } from '../watch/tail-filter.ts'
import { verdictMix } from '../watch/verdict-mix.ts'
import { actApi } from './act-api.ts'
import { dashboard, health, queues, service, span, tail, tailQuery } from './watch-schemas.ts'

const DASHBOARD = consoleApi({
  method: 'GET',
  path: '/dashboard',
  role: 'viewer',
  summary: 'What needs a person, what waits, and how sets were judged in the last hour.',
  status: 200,
  answer: dashboard,
  async handle({ ground: { watch }, now }) {
    const [queuesNow, healthNow, history] = [await watch.queues(), await watch.health(), await watch.history('hour')()]
    const books = watch.books()?.books ?? null
    const { judged, accepted, codes } = verdictMix(history.value?.verdicts ?? [])
    return ok({
      body: {
        ...(await queuesBody({ watch })),
        needs: needsPerson({ queues: queuesNow.value, health: healthNow.value, books, now }).map(plain),
        verdicts: { judged, accepted, codes: [...codes] },
        imbalance: books?.imbalance,
      },
    })
  },
})

const QUEUES = consoleApi({
  method: 'GET',
  path: '/queues',
  role: 'viewer',
  summary: 'What waits, by service and environment.',
  status: 200,
  answer: queues,
  handle: async ({ ground }) => ok({ body: await queuesBody(ground) }),
})

const SERVICE = consoleApi({
  method: 'GET',
  path: '/services/:service',
  role: 'viewer',
  summary: 'One online service: settings in force, what waits, whose turn comes when, how it went.',
  status: 200,
  query: span,
  answer: service,
  async handle({ ground, params, search, language }) {
    const { watch } = ground
    const known = watch.services().find(({ code }) => code === params.service)
    if (!known) return no(NO_SUCH_SERVICE)
    const [now, course, line] = [
      await watch.queues(),
      await watch.course(known.code, search.span)(),
      await watch.line(known.code)(),
    ]
    const paused = now.value?.paused.find((one) => one.service === known.code)
    const { queues: all } = await queuesBody(ground)
    return ok({
      body: {
        ...{ code: known.code, label: known.labels[language], environments: [...known.environments] },
        ...{ target: known.target, rate: known.rate, concurrency: known.concurrency },
        queues: all.filter((one) => one.service === known.code),
        ...(paused && { paused: { since: paused.pausedAt.toISOString(), actor: paused.actor, reason: paused.reason } }),
        ...line.value?.drain,
        senders: (line.value?.senders ?? []).map((one) => ({ ...one, oldestSince: one.oldestSince.toISOString() })),
        course: (course.value?.queues ?? []).map(({ environment: of, steps }) => ({
          environment: of,
          steps: steps.map(({ waiting, oldestSeconds, handedOver }, place) => ({
            at: (course.value?.steps[place] ?? new Date(0)).toISOString(),
            ...{ waiting, oldestSeconds, handedOver },
          })),
        })),
      },
    })
  },
})

const PAUSE = actApi({
  path: '/services/:service/pause',
  role: 'operator',
  summary: 'No hand-over of the service begins until it is resumed; those under way end.',
  act: ({ ground, operator, params }, reason) => pauseOnlineService(ground, operator, { ...params, reason }),
})

const RESUME = actApi({
  path: '/services/:service/resume',
  role: 'operator',
  summary: 'What waits begins at once.',
  act: ({ ground, operator, params }, reason) => resumeOnlineService(ground, operator, { ...params, reason }),
})

const TRY_AGAIN = actApi({
  path: '/services/:service/:environment/try-again',
  role: 'operator',
  summary:
    'What waits for a target that failed (`heldBack`, `trial`) begins at once; it is held back anew when it goes on failing.',
  act: ({ ground, operator, params }, reason) => tryServiceAgain(ground, operator, { ...params, reason }),
})

const TAIL = consoleApi({
  method: 'GET',
  path: '/tail',
  role: 'viewer',
  summary: 'The newest events of all machines, the newest first, at most 100.',
  status: 200,
  query: tailQuery,
  answer: tail,
  async handle({ ground, search, operator }) {
    const part = await ground.watch.tail()
    const filter = { sender: search.sender ?? '', service: search.service ?? '', kind: search.kind ?? ('' as const) }
    const shown = shownOf(part.value ?? [], filter, mayUse('operator', operator.role))
    return ok({
      body: { ...told(part), events: shown.map(({ key: _, ...one }) => ({ ...one, at: one.at.toISOString() })) },
    })
  },
})

const HEALTH = consoleApi({
  method: 'GET',
  path: '/health',
  role: 'viewer',
  summary: 'The processes, what each needs, the books, and the last green self-tests.',
  status: 200,
  answer: health,
  async handle({ ground: { watch } }) {
    const part = await watch.health()
    const counted = watch.books()
    return ok({
      body: {
        ...told(part),
        processes: (part.value?.processes ?? []).map(({ node, pid, version, roles, seenAt, health: needed }) => ({
          ...{ node, pid, version, roles: [...roles], seenAt: seenAt.toISOString() },
          dependencies: [...dependenciesOf(needed)],
        })),
        ...(counted && {
          books: {
            at: counted.at.toISOString(),
            imbalance: counted.books.imbalance,
            places: { ...counted.books.places },
          },
        }),
        selfTests: (part.value?.selfTests ?? []).map(({ channel, lastGreenAt, error }) => ({
          ...{ channel, lastGreenAt: lastGreenAt?.toISOString(), error },
        })),
      },
    })
  },
})

async function queuesBody({ watch }: Pick<ConsoleGround, 'watch'>) {
  const [part, history] = [await watch.queues(), await watch.history('hour')()]
  const table = part.value && queueTable(watch.services(), part.value, history.value, true)
  const all = table?.services.flatMap(({ service: code, rows }) => rows.map((row) => queueBody(code, row))) ?? []
  return { ...told(part), queues: all }
}

function queueBody(code: string, { environment: of, counts, oldestSince, perMinute, state }: QueueRow) {
  return { service: code, environment: of, ...counts, oldestSince: oldestSince?.toISOString(), perMinute, state }
}

function told({ at, isStale }: Part<unknown>) {
  return { at: at?.toISOString(), isStale }
}

/** Moments as texts, whatever the members are called. */
function plain<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

export const WATCH_API = [DASHBOARD, QUEUES, SERVICE, PAUSE, RESUME, TRY_AGAIN, HEALTH, TAIL]
