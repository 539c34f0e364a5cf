/** What needs a person, in words: what it is, why, and the place where it can be dealt with. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import type { IconName } from '../../../http/components/icon.tsx'
import { type Todo, TodoList } from '../../../http/components/todo.tsx'
import { withQuery } from '../../../http/keyset.ts'
import { PLACES } from '../../places.ts'
import { isTextKey, type Say } from '../../texts.ts'
import type { Need, NeedKind, QueueName } from '../../watch/needs.ts'
import { type Seen, waitOf } from './parts.tsx'
import { whyHeld } from './why-held.ts'

const TONES: Readonly<Record<NeedKind, readonly [tone: Todo['tone'], icon: IconName]>> = {
  imbalance: ['bad', 'bad'],
  down: ['bad', 'bad'],
  silent: ['bad', 'bad'],
  parkedSets: ['bad', 'park'],
  parked: ['bad', 'park'],
  inDoubt: ['doubt', 'doubt'],
  breaker: ['doubt', 'off'],
  answers: ['bad', 'bad'],
  paused: ['warn', 'pause'],
  degraded: ['warn', 'warn'],
  selfTest: ['warn', 'warn'],
  certificate: ['warn', 'warn'],
}

/** Beyond these the list is no longer read; the heading has counted them all. */
const SHOWN_MAX = 20

export function NeedsList({ seen, needs }: { readonly seen: Seen; readonly needs: readonly Need[] }) {
  return <TodoList todos={needs.slice(0, SHOWN_MAX).map((need, place) => todoOf(seen, need, place))} />
}

function todoOf(seen: Seen, need: Need, place: number): Todo {
  const [tone, icon] = TONES[need.kind]
  const { what, href, about = [], why, action, effect } = wordsOf(seen, need)
  return {
    ...{ key: String(place), tone, icon, why, effect },
    what: (
      <>
        <a class={`is-${tone}`} href={href}>
          {what}
        </a>
        {about.filter(Boolean).map((word) => ` · ${word}`)}
      </>
    ),
    action: (
      <ButtonLink kind="small" href={href}>
        {action}
      </ButtonLink>
    ),
  }
}

type Words = {
  readonly what: string
  readonly href: string
  readonly about?: readonly string[]
  readonly why?: string
  readonly action: string
  readonly effect?: string
}

function wordsOf(seen: Seen, need: Need): Words {
  const { t, formats, now } = seen
  const since = (moment: Date) => t('need.since', { age: waitOf(formats, moment, now) })
  const oldest = (moment: Date) => t('need.oldest', { age: waitOf(formats, moment, now) })
  switch (need.kind) {
    case 'imbalance': {
      const action = t('need.imbalance.action')
      return { what: t('need.imbalance', { count: need.files }), href: `${PLACES.health}#books`, action }
    }
    case 'down':
    case 'degraded':
      return {
        what: t(`need.${need.kind}`, { dependency: dependencyWord(t, need.dependency) }),
        ...{ href: PLACES.health, about: [need.node], why: need.detail, action: t('need.health.action') },
      }
    case 'silent':
      return {
        what: t('need.silent', { node: need.node, pid: String(need.pid) }),
        ...{ href: PLACES.health, about: [since(need.since)], why: t('need.silent.why') },
        action: t('need.health.action'),
      }
    case 'parkedSets':
      return {
        what: t('need.parkedSets', { count: need.sets }),
        ...{ href: PLACES.parked, about: [oldest(need.oldestSince)] },
        ...{ why: t('need.parkedSets.why', { reason: need.reason }), action: t('need.parked.action') },
      }
    case 'parked':
    case 'inDoubt':
      return {
        what: t(`need.${need.kind}`, { count: need.count }),
        href: withQuery(PLACES.parked, { ...need.queue, state: need.kind }),
        ...{
          about: [queueWord(t, need.queue), oldest(need.since)],
          why: t(need.kind === 'parked' ? 'need.parked.why' : 'need.inDoubt.why'),
        },
        action: t('need.parked.action'),
      }
    case 'breaker':
      return {
        ...{ what: t('need.breaker'), href: serviceHref(need.queue.service) },
        about: [queueWord(t, need.queue), since(need.since)],
        why: whyHeld(t, { failures: need.failures, lastError: need.error }),
        action: t('need.service.action'),
      }
    case 'answers':
      return {
        ...{ what: t('need.answers', { count: need.count }), href: serviceHref(need.queue.service) },
        about: [queueWord(t, need.queue), oldest(need.since)],
        ...{ why: t('need.answers.why', { error: need.error }), action: t('need.service.action') },
      }
    case 'paused':
      return {
        ...{ what: t('need.paused', { actor: need.actor }), href: `${serviceHref(need.service)}#change` },
        ...{ about: [need.service, since(need.since)], why: need.reason, action: t('need.paused.action') },
        effect: t('need.paused.effect', { count: need.waiting }),
      }
    case 'selfTest':
      return {
        ...{ what: t('need.selfTest', { channel: need.channel }), href: `${PLACES.health}#self-test` },
        ...{ about: need.since ? [since(need.since)] : [], why: need.error ?? '', action: t('need.health.action') },
      }
    case 'certificate':
      return {
        ...{ what: t('need.certificate', { name: need.name }), href: PLACES.certificates },
        about: [
          t('need.certificate.ends', { date: formats.date(need.notAfter), age: formats.age(need.notAfter, now) }),
        ],
        ...{ why: t('need.certificate.why'), action: t('need.certificate.action') },
      }
  }
}

/** A part that has no word here is called as the log calls it. */
export function dependencyWord(t: Say, dependency: string): string {
  const key = `health.dependency.${dependency}`
  return isTextKey(key) ? t(key) : dependency
}

function queueWord(t: Say, { service, environment }: QueueName): string {
  return `${service} ${t(`watch.environment.${environment}`)}`
}

function serviceHref(service: string): string {
  return `${PLACES.services}/${service}`
}
