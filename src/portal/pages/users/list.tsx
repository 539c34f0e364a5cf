/** „Benutzer“: the list, its search, and what is done to several at once, as on the official page. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Icon } from '../../../http/components/icon.tsx'
import { Paging } from '../../../http/components/paging.tsx'
import { Head } from '../../../http/components/section.tsx'
import { State } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../../http/keyset.ts'
import type { ListedUser } from '../../../registry/people/find-users.ts'
import type { Ask } from '../../ask.ts'
import type { QualityAt } from '../../operations/acting.ts'
import { qualityPath } from '../../places.ts'
import { isAllPicked, PickAll } from '../pick-all.tsx'
import { ActionFields, type TypedAction } from './action-fields.tsx'
import { accountWords, nameOf } from './words.ts'

export type Filter = {
  readonly search: string
  readonly state: ListedUser['state'] | undefined
  readonly after: string | undefined
}

export type ListProps = {
  readonly ask: Ask
  readonly place: QualityAt
  readonly filter: Filter
  /** One more than a page when there is more. */
  readonly found: readonly ListedUser[]
  /** What the form below held when it came back. */
  readonly typed: TypedAction
}

export function filterIn(query: URLSearchParams): Filter {
  const state = query.get('state')
  return {
    search: query.get('search') ?? '',
    state: state === 'active' || state === 'locked' ? state : undefined,
    after: query.get('after') ?? undefined,
  }
}

export function UserList(props: ListProps) {
  const { ask, place, filter, found, typed } = props
  const { t, query, path } = ask
  const self = withQuery(`${path}?${query}`, { after: undefined, done: undefined, lang: undefined, pick: undefined })
  const page = pageOf(
    found,
    { path: self, after: filter.after, pageSize: PAGE_SIZE },
    ({ qualityUserId }) => qualityUserId,
  )
  const isNarrowed = filter.search !== '' || filter.state !== undefined
  return (
    <>
      <Head
        title={t('users.title')}
        lead={t('users.lead')}
        actions={
          <>
            <ButtonLink
              href={withQuery(qualityPath(place, 'users/export'), { search: filter.search, state: filter.state })}
            >
              {t('users.export')}
            </ButtonLink>
            <ButtonLink kind="main" href={qualityPath(place, 'users/new')}>
              {t('caption.addUser')}
            </ButtonLink>
          </>
        }
      />
      <Narrowing {...{ ask, filter, isNarrowed }} />
      {page.items.length === 0 ? (
        <Empty>{isNarrowed ? t('users.noMatch') : t('users.none')}</Empty>
      ) : (
        <Rows {...{ ask, place, typed }} users={page.items} self={page.self} />
      )}
      <Paging
        label={t('paging.label')}
        shown={t('paging.shown', { count: page.items.length })}
        first={filter.after === undefined ? undefined : { href: self, label: t('paging.first') }}
        next={page.next === undefined ? undefined : { href: page.next, label: t('paging.next') }}
      />
    </>
  )
}

type NarrowingProps = Pick<ListProps, 'ask' | 'filter'> & { readonly isNarrowed: boolean }

function Narrowing({ ask: { t, path }, filter, isNarrowed }: NarrowingProps) {
  return (
    <FilterBar
      action={path}
      label={t('users.filter')}
      button={t('button.search')}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <TextField name="search" label={t('users.search')} type="search" value={filter.search} lengthMax={100} />
      <SelectField
        name="state"
        label={t('users.state')}
        value={filter.state ?? ''}
        options={[
          { value: '', label: t('users.state.all') },
          { value: 'active', label: t('users.state.active') },
          { value: 'locked', label: t('users.state.locked') },
        ]}
      />
    </FilterBar>
  )
}

type RowsProps = Pick<ListProps, 'ask' | 'place' | 'typed'> & {
  readonly users: readonly ListedUser[]
  readonly self: string
}

function Rows({ ask, place, users, typed, self }: RowsProps) {
  const { t, csrf, path, formats } = ask
  const isAll = isAllPicked(ask)
  return (
    <Form action={path} csrf={csrf}>
      <PickAll {...{ ask, self }} />
      <Table
        caption={t('users.title')}
        rows={users}
        keyOf={({ qualityUserId }) => qualityUserId}
        columns={[
          {
            title: t('users.name'),
            cell: (user) => (
              <Picked {...{ ask, place, user }} isPicked={isAll || typed.picked.includes(user.qualityUserId)} />
            ),
          },
          { title: t('term.username'), cell: ({ username }) => <span class="id">{username}</span>, isOptional: true },
          { title: t('users.state'), cell: ({ state }) => <UserState t={t} state={state} /> },
          { title: t('users.account'), cell: (user) => accountWords(t, formats, user), isOptional: true },
          { title: t('term.onlineServices'), cell: ({ grants }) => grants.join(', ') || t('users.noGrants') },
          { title: t('term.password'), cell: (user) => <PasswordLink {...{ ask, place, user }} /> },
        ]}
      />
      <ActionFields {...{ t, typed }} />
    </Form>
  )
}

type OneProps = Pick<ListProps, 'ask' | 'place'> & { readonly user: ListedUser }

function Picked({ ask: { t }, place, user, isPicked }: OneProps & { readonly isPicked: boolean }) {
  const { qualityUserId } = user
  return (
    <div class="check">
      <input
        type="checkbox"
        name="users"
        value={qualityUserId}
        checked={isPicked}
        aria-label={t('users.pick', { name: nameOf(user) })}
      />
      <a href={qualityPath(place, `users/${qualityUserId}`)}>{nameOf(user)}</a>
    </div>
  )
}

function PasswordLink({ ask: { t }, place, user }: OneProps) {
  return (
    <a class="btn small" href={qualityPath(place, `users/${user.qualityUserId}/password`)}>
      <Icon name="key" />
      {t('caption.changePassword')}
      <span class="off"> {nameOf(user)}</span>
    </a>
  )
}

export function UserState({ t, state }: { readonly t: Ask['t']; readonly state: ListedUser['state'] }) {
  if (state === 'active') return <State tone="plain">{t('users.state.active')}</State>
  return (
    <State tone="off" icon="lock">
      {t('users.state.locked')}
    </State>
  )
}
