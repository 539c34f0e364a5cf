/** Ending one session, or all of a sender. */
import { CHANNEL_TYPES } from '../../../batch/channel.ts'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { Ask } from '../../ask.ts'
import { channelIn, kickSender, kickSession, seeSessions } from '../../operations/sessions.ts'
import type { Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { type Again, actRoutes } from '../act-routes.ts'
import { senderPath } from '../senders/place.ts'
import { CHANNEL_NAMES } from './words.ts'

const ONE = `${PLACES.sessions}/:session/end` as const
const ALL = `${PLACES.senders}/:senderNumber/end-sessions` as const

const ENDING_ONE = actRoutes({
  ...{ path: ONE, role: 'operator', fields: {}, done: 'sessionKicked' },
  to: () => PLACES.sessions,
  page: onePage,
  act: ({ ground, operator, params }, { reason }) => kickSession(ground, operator, { session: params.session, reason }),
})

async function onePage(ask: Ask<{ readonly session: string }>, again: Again): Promise<Page> {
  const { t, ground, operator, formats, params } = ask
  const { sessions } = await seeSessions(ground, operator, { sort: 'lastAt' })
  const found = sessions.find(({ session }) => session === params.session)
  if (!found && !again.refused) return gonePage(ask)
  return actPage(ask, {
    ...{ title: t('sessions.endOne'), effect: t('sessions.endEffect'), ...again },
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

const ENDING_ALL = actRoutes({
  ...{ path: ALL, role: 'operator', fields: { channel: 'text' }, done: 'sessionsEnded' },
  to: ({ senderNumber }) => senderPath(senderNumber),
  page: allPage,
  act: ({ ground, operator, params }, { channel, reason }) =>
    kickSender(ground, operator, { ...params, endpoint: channelIn(channel) ?? null, reason }),
})

async function allPage(ask: Ask<{ readonly senderNumber: string }>, again: Again): Promise<Page> {
  const { t, query, params } = ask
  const { senderNumber } = params
  const channels = CHANNEL_TYPES.map((value) => ({ value, label: CHANNEL_NAMES[value] }))
  const title = t('sessions.endAll', { sender: senderNumber })
  return actPage(ask, {
    ...{ title, effect: t('sessions.endEffect'), ...again },
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

export const END_PAGES = [...ENDING_ONE, ...ENDING_ALL]
