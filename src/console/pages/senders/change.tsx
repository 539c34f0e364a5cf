/** Suspending and resuming a sender, its enterprise, or one of its channels. */
import { no } from '../../../base/result.ts'
import type { Ask } from '../../ask.ts'
import { changeStanding, STANDING_TARGETS, type StandingTarget, seeSender } from '../../operations/senders.ts'
import { NO_SUCH_SENDER } from '../../operations/sessions.ts'
import type { PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { type Again, actRoutes } from '../act-routes.ts'
import { senderPath } from './place.ts'

const PATH = `${PLACES.senders}/:senderNumber/standing/:target/:verb` as const

export const STANDING_PAGES = actRoutes({
  ...{ path: PATH, role: 'operator', fields: {}, done: 'standingChanged' },
  to: ({ senderNumber }) => senderPath(senderNumber),
  page: changePage,
  async act({ ground, operator, params }, { reason }) {
    const wanted = changeIn(params)
    if (!wanted) return no(NO_SUCH_SENDER)
    return await changeStanding(ground, operator, { senderNumber: params.senderNumber, ...wanted, reason })
  },
})

type Place = { readonly senderNumber: string; readonly target: string; readonly verb: string }

function changeIn({ target, verb }: Place): { target: StandingTarget; verb: 'suspend' | 'resume' } | null {
  const known = STANDING_TARGETS.find((each) => each === target)
  return known && (verb === 'suspend' || verb === 'resume') ? { target: known, verb } : null
}

async function changePage(ask: Ask<Place>, again: Again): Promise<PageAnswer> {
  const { t, ground, operator, params } = ask
  const wanted = changeIn(params)
  const seen = await seeSender(ground, operator, params.senderNumber)
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
