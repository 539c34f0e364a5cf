/** Where somebody is signed in (spec access.md §8.6), to look at and to end. */
import { browserName } from './browser-name.ts'
import { Button } from './components/buttons.tsx'
import { Form } from './components/form.tsx'
import { Badge } from './components/state.tsx'
import { type Column, Table } from './components/table.tsx'
import type { Formats } from './formats.ts'
import type { Speak } from './language.ts'
import type { CREDENTIALS } from './texts/credentials.ts'

export type ShownSession = {
  readonly sessionId: string
  readonly method: string
  readonly address: string
  /** What the browser said that it is. */
  readonly client: string
  readonly createdAt: Date
  readonly seenAt: Date
}

type SessionsProps = {
  readonly t: Speak<keyof typeof CREDENTIALS>
  readonly formats: Formats
  readonly now: Date
  readonly sessions: readonly ShownSession[]
  methodName(method: string): string
  /** The one of this browser, which is not ended here. */
  readonly current?: string
  /** How one is ended; left out where it cannot be. */
  readonly ending?: { readonly action: string; readonly csrf: string }
}

export function SessionsTable(props: SessionsProps) {
  const { t, sessions } = props
  return (
    <Table
      caption={t('session.sessions')}
      columns={columnsOf(props)}
      rows={sessions}
      keyOf={({ sessionId }) => sessionId}
    />
  )
}

function columnsOf(props: SessionsProps): readonly Column<ShownSession>[] {
  const { t, formats, now, methodName } = props
  return [
    {
      title: t('session.browser'),
      cell: ({ client }) => <span title={client}>{browserName(client) ?? t('session.unknownBrowser')}</span>,
    },
    { title: t('session.method'), cell: ({ method }) => methodName(method) },
    { title: t('session.address'), cell: ({ address }) => address, isOptional: true },
    { title: t('session.since'), cell: ({ createdAt }) => formats.dateTime(createdAt) },
    { title: t('session.lastSeen'), cell: ({ seenAt }) => formats.age(seenAt, now), isOptional: true },
    { title: t('session.ending'), cell: (session) => <Ending {...props} session={session} /> },
  ]
}

function Ending({ t, current, ending, session }: SessionsProps & { readonly session: ShownSession }) {
  if (session.sessionId === current) return <Badge tone="good">{t('session.thisSession')}</Badge>
  if (!ending) return null
  return (
    <Form {...ending} hidden={{ sessionId: session.sessionId }}>
      <Button kind="small">{t('session.end')}</Button>
    </Form>
  )
}
