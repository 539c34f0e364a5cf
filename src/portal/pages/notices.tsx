/** The mailbox of an enterprise (matrix row 22): looked at, marked as read, deleted. */
import { Button } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { FilterBar } from '../../http/components/filter-bar.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { Paging } from '../../http/components/paging.tsx'
import { Head } from '../../http/components/section.tsx'
import { State } from '../../http/components/state.tsx'
import { Table } from '../../http/components/table.tsx'
import { Moment } from '../../http/components/timeline.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../http/keyset.ts'
import type { Notice } from '../../notices/mailbox.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { deleteThem, readNotices, readThem } from '../operations/notices.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import { aboutWords, kindWords, namesIn } from './notices/words.ts'
import { isAllPicked, PickAll } from './pick-all.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/notices'

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'seeMessages',
  handle: (ask) => noticesPage(ask, ask.params.enterpriseNumber, false),
})

const RUN = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'seeMessages',
  form: { notices: 'list', action: 'text' },
  async handle({ form, ...ask }) {
    const { enterpriseNumber } = ask.params
    const noticeIds = form.notices.filter((id) => UUID.test(id))
    const run = form.action === 'delete' ? deleteThem : form.action === 'read' ? readThem : undefined
    if (!run || noticeIds.length === 0) return noticesPage(ask, enterpriseNumber, true)
    const ran = await run(ask, { enterpriseNumber, noticeIds })
    if (!ran.ok) return ran.problem
    const to = enterprisePath(enterpriseNumber, 'notices')
    return form.action === 'delete' ? { to, done: 'noticesDeleted' } : { to, done: 'noticesRead' }
  },
})

export const NOTICES_PAGES = [SHOW, RUN]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function noticesPage(ask: Ask, enterpriseNumber: string, isNothing: boolean): Promise<PageAnswer> {
  const { t, path, query } = ask
  const after = query.get('after') ?? ''
  const service = serviceIn(query)
  const read = await readNotices(ask, {
    enterpriseNumber,
    ...(UUID.test(after) && { before: after }),
    ...(service !== '' && { service }),
    limit: PAGE_SIZE + 1,
  })
  if (!read.ok) return read.problem
  const self = withQuery(`${path}?${query}`, { after: undefined, done: undefined, lang: undefined, pick: undefined })
  const paging = { path: self, after: after || undefined, pageSize: PAGE_SIZE }
  const page = pageOf(read.value.notices, paging, ({ noticeId }) => noticeId)
  const names = await namesIn(ask, page.items)
  return {
    title: t('term.notices'),
    crumbs: await crumbsOf(ask, { enterpriseNumber }, t('term.notices')),
    ...(isNothing && { status: 400 }),
    body: (
      <>
        <Head title={t('term.notices')} lead={t('notices.unread', { count: read.value.unread })} />
        {isNothing && (
          <Note tone="bad" isSpoken>
            {t('notices.nothingPicked')}
          </Note>
        )}
        <Narrowing {...{ ask, service }} />
        {page.items.length === 0 ? (
          <Empty>{service === '' ? t('notices.none') : t('notices.noMatch')}</Empty>
        ) : (
          <Rows {...{ ask, names, self: page.self }} notices={page.items} />
        )}
        <Paging
          label={t('paging.label')}
          shown={t('paging.shown', { count: page.items.length })}
          first={after === '' ? undefined : { href: self, label: t('paging.first') }}
          next={page.next === undefined ? undefined : { href: page.next, label: t('paging.next') }}
        />
      </>
    ),
  }
}

/** Empty when it is no code of a service. */
function serviceIn(query: URLSearchParams): string {
  const service = query.get('service') ?? ''
  return /^[A-Z][A-Z0-9]{3}$/.test(service) ? service : ''
}

function Narrowing({ ask, service }: { readonly ask: Ask; readonly service: string }) {
  const { t, path, ground, language } = ask
  const { services } = ground.access()
  return (
    <FilterBar
      action={path}
      label={t('notices.filter')}
      button={t('button.search')}
      {...(service !== '' && { reset: t('button.showAll') })}
    >
      <SelectField
        name="service"
        label={t('notices.service')}
        value={service}
        options={[
          { value: '', label: t('notices.all') },
          ...services.map(({ code }) => ({ value: code, label: `${code} · ${labelOf(services, code, language)}` })),
        ]}
      />
    </FilterBar>
  )
}

type RowsProps = {
  readonly ask: Ask
  readonly notices: readonly Notice[]
  readonly names: ReadonlyMap<string, string>
  readonly self: string
}

function Rows({ ask, notices, names, self }: RowsProps) {
  const { t, csrf, path, formats } = ask
  const isAll = isAllPicked(ask)
  return (
    <Form action={path} csrf={csrf}>
      <PickAll {...{ ask, self }} />
      <Table
        caption={t('term.notices')}
        rows={notices}
        keyOf={({ noticeId }) => noticeId}
        columns={[
          { title: t('notices.what'), cell: (notice) => <Picked {...{ ask, notice }} isPicked={isAll} /> },
          { title: t('notices.about'), cell: (notice) => aboutWords(ask, notice, names) },
          { title: t('notices.service'), cell: ({ service }) => service ?? '–', isOptional: true },
          {
            title: t('notices.when'),
            cell: ({ createdAt }) => <Moment at={createdAt}>{formats.dateTime(createdAt)}</Moment>,
          },
          { title: t('notices.until'), cell: ({ expiresAt }) => formats.date(expiresAt), isOptional: true },
          { title: t('overview.state'), cell: ({ readAt }) => <ReadState {...{ ask, readAt }} /> },
        ]}
      />
      <div class="filters">
        <SelectField
          name="action"
          label={t('notices.action')}
          options={[
            { value: 'read', label: t('notices.markRead') },
            { value: 'delete', label: t('notices.delete') },
          ]}
        />
        <Button>{t('caption.run')}</Button>
      </div>
      <p class="hint">{t('notices.actionHint')}</p>
    </Form>
  )
}

type PickedProps = { readonly ask: Ask; readonly notice: Notice; readonly isPicked: boolean }

function Picked({ ask: { t }, notice, isPicked }: PickedProps) {
  const id = `notice-${notice.noticeId}`
  return (
    <div class="check">
      <input type="checkbox" id={id} name="notices" value={notice.noticeId} checked={isPicked} />
      <label for={id}>{kindWords(t, notice.kind)}</label>
    </div>
  )
}

function ReadState({ ask: { t }, readAt }: { readonly ask: Ask; readonly readAt: Date | null }) {
  if (readAt) return <State tone="off">{t('notices.read')}</State>
  return (
    <State tone="warn" icon="note">
      {t('notices.new')}
    </State>
  )
}
