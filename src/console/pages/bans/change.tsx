/** Keeping addresses out, letting them in again, and ending a wait. */
import type { Refusal } from '../../../base/refusal.ts'
import { TextField } from '../../../http/components/text-field.tsx'
import { NO_SUCH_BAN } from '../../../registry/sessions/bans.ts'
import { NO_SUCH_WAIT } from '../../../registry/sessions/waits.ts'
import type { Ask } from '../../ask.ts'
import { ban, endWait, seeBans, unban } from '../../operations/bans.ts'
import { consolePage, type Page, type PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { type Again, actRoutes } from '../act-routes.ts'

const NEW = `${PLACES.bans}/new` as const
const LIFT = `${PLACES.bans}/:banId/lift` as const
const END_WAIT = `${PLACES.bans}/waits/:waitId/end` as const
const HOUR = 3_600_000
const USUAL_HOURS = '24'

type Typed = { readonly range: string; readonly hours: string; readonly networks: string; readonly reason: string }

const SHOW_NEW = consolePage({
  method: 'GET',
  path: NEW,
  role: 'administrator',
  handle: async (ask) =>
    newPage(ask, { range: ask.query.get('range') ?? '', hours: USUAL_HOURS, networks: '', reason: '' }),
})

const MAKE = consolePage({
  method: 'POST',
  path: NEW,
  role: 'administrator',
  form: { range: 'text', hours: 'text', networks: 'text', reason: 'lines' },
  async handle({ form, ...ask }) {
    const { range, hours, networks: confirmedNetworks, reason } = form
    const endsAt = new Date(ask.now.getTime() + Number(hours.replace(',', '.')) * HOUR)
    const made = await ban(ask.ground, ask.operator, { range, endsAt, confirmedNetworks, reason })
    return made.ok ? { to: PLACES.bans, done: 'banned' } : newPage(ask, form, made.problem)
  },
})

function newPage(ask: Ask, { range, hours, networks, reason }: Typed, refused?: Refusal): Page {
  const { t } = ask
  return actPage(ask, {
    ...{ title: t('bans.new'), effect: t('bans.newEffect'), reason, refused },
    fields: (
      <>
        <TextField name="range" label={t('bans.range')} hint={t('bans.rangeHint')} value={range} lengthMax={60} />
        <TextField name="hours" label={t('bans.hours')} value={hours} inputMode="numeric" lengthMax={8} />
        <TextField name="networks" label={t('bans.networks')} hint={t('bans.networksHint')} value={networks} />
      </>
    ),
    buttons: [{ label: t('bans.new'), kind: 'danger' }],
    back: backTo(ask),
  })
}

const LIFTING = actRoutes({
  ...{ path: LIFT, role: 'operator', fields: {}, done: 'unbanned' },
  to: () => PLACES.bans,
  page: liftPage,
  act: ({ ground, operator, params }, { reason }) => unban(ground, operator, { id: params.banId, reason }),
})

async function liftPage(ask: Ask<{ readonly banId: string }>, again: Again): Promise<PageAnswer> {
  const { t, formats, ground, operator, params } = ask
  const found = (await seeBans(ground, operator)).bans.find((each) => each.banId === params.banId)
  if (!found) return NO_SUCH_BAN
  const { range, reason, actor, endsAt } = found
  return actPage(ask, {
    ...{ title: t('bans.liftOne', { range }), effect: t('bans.liftEffect'), ...again },
    facts: [
      [t('bans.because'), reason],
      [t('bans.by'), actor],
      [t('bans.ends'), formats.dateTime(endsAt)],
    ],
    buttons: [{ label: t('bans.lift'), kind: 'main' }],
    back: backTo(ask),
  })
}

const ENDING = actRoutes({
  ...{ path: END_WAIT, role: 'operator', fields: {}, done: 'waitEnded' },
  to: () => PLACES.bans,
  page: waitPage,
  act: ({ ground, operator, params }, { reason }) => endWait(ground, operator, { id: params.waitId, reason }),
})

async function waitPage(ask: Ask<{ readonly waitId: string }>, again: Again): Promise<PageAnswer> {
  const { t, formats, ground, operator, params } = ask
  const found = (await seeBans(ground, operator)).waits.find((each) => each.waitId === params.waitId)
  if (!found) return NO_SUCH_WAIT
  const { account, isOfAll, origin, failures, until, fault } = found
  return actPage(ask, {
    ...{ title: t('waits.lift'), effect: t('waits.liftEffect'), ...again },
    facts: [
      [t('waits.who'), isOfAll ? t('waits.everybody') : (account ?? t('waits.stranger'))],
      [t('waits.origin'), origin],
      [t('waits.failures'), String(failures)],
      [t('waits.fault'), fault],
      [t('bans.ends'), formats.dateTime(until)],
    ],
    buttons: [{ label: t('waits.lift'), kind: 'main' }],
    back: backTo(ask),
  })
}

function backTo({ t }: Ask) {
  return { href: PLACES.bans, label: t('bans.title') }
}

export const BAN_CHANGES = [SHOW_NEW, MAKE, ...LIFTING, ...ENDING]
