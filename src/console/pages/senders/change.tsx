/** Suspending and resuming a sender, its enterprise, or one of its channels. */
import type { Refusal } from '../../../base/refusal.ts'
import type { Ask } from '../../ask.ts'
import { changeStanding, STANDING_TARGETS, type StandingTarget, seeSender } from '../../operations/senders.ts'
import { NO_SUCH_SENDER } from '../../operations/sessions.ts'
import { consolePage, type PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { senderPath } from './place.ts'

const PATH = `${PLACES.senders}/:senderNumber/standing/:target/:verb` as const

const SHOW = consolePage({
  method: 'GET',
  path: PATH,
  role: 'operator',
  handle: (ask) => changePage(ask, ask.params),
})

const CHANGE = consolePage({
  method: 'POST',
  path: PATH,
  role: 'operator',
  form: { reason: 'lines' },
  async handle({ form: { reason }, ...ask }) {
    const wanted = changeIn(ask.params)
    if (!wanted) return NO_SUCH_SENDER
    const { senderNumber } = ask.params
    const changed = await changeStanding(ask.ground, ask.operator, { senderNumber, ...wanted, reason })
    if (changed.ok) return { to: senderPath(senderNumber), done: 'standingChanged' }
    return changePage(ask, ask.params, { refused: changed.problem, reason })
  },
})

export const STANDING_PAGES = [SHOW, CHANGE]

type Place = { readonly senderNumber: string; readonly target: string; readonly verb: string }
type Again = { readonly refused?: Refusal; readonly reason?: string }

function changeIn({ target, verb }: Place): { target: StandingTarget; verb: 'suspend' | 'resume' } | null {
  const known = STANDING_TARGETS.find((each) => each === target)
  return known && (verb === 'suspend' || verb === 'resume') ? { target: known, verb } : null
}

async function changePage(ask: Ask, place: Place, again: Again = {}): Promise<PageAnswer> {
  const { t, ground, operator } = ask
  const wanted = changeIn(place)
  const seen = await seeSender(ground, operator, place.senderNumber)
  if (!wanted || !seen.ok) return NO_SUCH_SENDER
  const { target, verb } = wanted
  const { legalName, senderNumber } = seen.value.record
  const isChannel = target !== 'sender' && target !== 'enterprise'
  return actPage(ask, {
    title: t('sender.changeTitle', { verb: t(`sender.${verb}`), target: t(`sender.target.${target}`) }),
    effect: t(`sender.effect.${isChannel ? 'channel' : target}`),
    facts: [
      [t('senders.number'), senderNumber],
      [t('senders.name'), legalName],
    ],
    buttons: [{ label: t(`sender.${verb}`), kind: verb === 'suspend' ? 'danger' : 'main' }],
    back: { href: senderPath(senderNumber), label: t('sender.title', { sender: senderNumber }) },
    ...again,
  })
}
