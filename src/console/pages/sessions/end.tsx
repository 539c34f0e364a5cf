/** Ending one session, or all of a sender. */
import type { Refusal } from '../../../base/refusal.ts'
import { CHANNEL_TYPES } from '../../../batch/channel.ts'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { Ask } from '../../ask.ts'
import { channelIn, kickSender, kickSession, seeSessions } from '../../operations/sessions.ts'
import { consolePage, type Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { senderPath } from '../senders/place.ts'
import { CHANNEL_NAMES } from './words.ts'

type Refused = { readonly refused?: Refusal; readonly reason?: string }

const ONE = `${PLACES.sessions}/:session/end` as const
const ALL = `${PLACES.senders}/:senderNumber/end-sessions` as const

const SHOW_ONE = consolePage({
  method: 'GET',
  path: ONE,
  role: 'operator',
  handle: (ask) => onePage(ask, ask.params.session),
})

const END_ONE = consolePage({
  method: 'POST',
  path: ONE,
  role: 'operator',
  form: { reason: 'lines' },
  async handle({ form: { reason }, ...ask }) {
    const { ground, operator, params } = ask
    const ended = await kickSession(ground, operator, { session: params.session, reason })
    if (!ended.ok) return onePage(ask, params.session, { refused: ended.problem, reason })
    return { to: PLACES.sessions, done: 'sessionKicked' }
  },
})

async function onePage(ask: Ask, id: string, typed: Refused = {}): Promise<Page> {
  const { t, ground, operator, formats } = ask
  const { sessions } = await seeSessions(ground, operator, { sort: 'lastAt' })
  const found = sessions.find(({ session }) => session === id)
  if (!found && !typed.refused) return gonePage(ask)
  return actPage(ask, {
    ...{ title: t('sessions.endOne'), effect: t('sessions.endEffect'), ...typed },
    facts: found
      ? [
          [t('sessions.account'), found.account],
          [t('sessions.sender'), `${found.senderNumber} ${found.legalName}`],
          [t('sessions.channel'), CHANNEL_NAMES[found.endpoint]],
          [t('sessions.from'), found.address],
          [t('sessions.client'), found.client],
          [t('sessions.since'), formats.dateTime(found.since)],
          [t('sessions.doing'), found.doing && `${t(`sessions.doing.${found.doing}`)} ${found.file ?? ''}`],
        ]
      : [],
    buttons: [{ label: t('sessions.endOne'), kind: 'danger' }],
    back: { href: PLACES.sessions, label: t('sessions.title') },
  })
}

function gonePage({ t }: Ask): Page {
  return {
    title: t('sessions.endOne'),
    status: 404,
    body: (
      <>
        <Head title={t('sessions.endOne')} />
        <Empty action={<ButtonLink href={PLACES.sessions}>{t('sessions.title')}</ButtonLink>}>
          {t('sessions.gone')}
        </Empty>
      </>
    ),
  }
}

const SHOW_ALL = consolePage({
  method: 'GET',
  path: ALL,
  role: 'operator',
  handle: async (ask) => allPage(ask, ask.params.senderNumber),
})

const END_ALL = consolePage({
  method: 'POST',
  path: ALL,
  role: 'operator',
  form: { channel: 'text', reason: 'lines' },
  async handle({ form: { channel, reason }, ...ask }) {
    const { ground, operator, params } = ask
    const { senderNumber } = params
    const ended = await kickSender(ground, operator, { senderNumber, endpoint: channelIn(channel) ?? null, reason })
    if (ended.ok) return { to: senderPath(senderNumber), done: 'sessionsEnded' }
    return allPage(ask, senderNumber, { refused: ended.problem, reason })
  },
})

function allPage(ask: Ask, senderNumber: string, typed: Refused = {}): Page {
  const { t, query } = ask
  const channels = CHANNEL_TYPES.map((value) => ({ value, label: CHANNEL_NAMES[value] }))
  const title = t('sessions.endAll', { sender: senderNumber })
  return actPage(ask, {
    ...{ title, effect: t('sessions.endEffect'), ...typed },
    fields: (
      <SelectField
        name="channel"
        label={t('sessions.channel')}
        value={channelIn(query.get('channel')) ?? ''}
        options={[{ value: '', label: t('sessions.all') }, ...channels]}
      />
    ),
    buttons: [{ label: title, kind: 'danger' }],
    back: { href: senderPath(senderNumber), label: t('sender.title', { sender: senderNumber }) },
  })
}

export const END_PAGES = [SHOW_ONE, END_ONE, SHOW_ALL, END_ALL]
