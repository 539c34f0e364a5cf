/** The list of users, and the form below it. */
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head } from '../../http/components/section.tsx'
import { PAGE_SIZE } from '../../http/keyset.ts'
import type { BulkOutcome } from '../../registry/people/bulk-users.ts'
import type { ListedUser } from '../../registry/people/find-users.ts'
import type { UserEvent } from '../../registry/people/move-user.ts'
import type { Ask } from '../ask.ts'
import type { QualityAt } from '../operations/acting.ts'
import { changeManyUsers, readUser, searchUsers } from '../operations/users.ts'
import { type Page, type PageAnswer, pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { toldRefusal } from '../texts.ts'
import { cameBack, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'
import type { TypedAction } from './users/action-fields.tsx'
import { filterIn, UserList } from './users/list.tsx'
import { nameOf } from './users/words.ts'

const USERS = '/enterprises/:enterpriseNumber/qualities/:qualityCode/users'

const SHOW = pageRoute({
  method: 'GET',
  path: USERS,
  row: 'listUsers',
  handle: (ask) => listPage(ask, ask.params),
})

const RUN = pageRoute({
  method: 'POST',
  path: USERS,
  row: 'listUsers',
  form: { users: 'list', action: 'text', reason: 'text', confirmed: 'flag' },
  async handle({ form, ...ask }) {
    const { users: picked, action, reason } = form
    const typed = { picked, action, reason }
    const change = EVENTS.find((event) => event === action)
    if (!change || picked.length === 0) return listPage(ask, ask.params, { ...typed, isNothing: true })
    if (change === 'delete' && !form.confirmed) return confirmPage(ask, ask.params, picked)
    const changed = await changeManyUsers(ask, ask.params, { qualityUserIds: picked, change, reason })
    if (!changed.ok) {
      const refused = changed.problem
      return isOfPage(refused) ? refused : listPage(ask, ask.params, { ...typed, refused })
    }
    const outcomes = changed.value
    if (outcomes.every(({ result }) => result.ok)) return { to: qualityPath(ask.params, 'users'), done: 'usersChanged' }
    return listPage(ask, ask.params, { ...typed, outcomes })
  },
})

export const USERS_PAGES = [SHOW, RUN]

const EVENTS: readonly UserEvent[] = ['lock', 'unlock', 'delete']

type After = Partial<TypedAction> & {
  /** Nothing was chosen. */
  readonly isNothing?: boolean
  readonly outcomes?: readonly BulkOutcome[]
}

async function listPage(ask: Ask, place: QualityAt, after: After = {}): Promise<PageAnswer> {
  const { t, query } = ask
  const filter = filterIn(query)
  const found = await searchUsers(ask, place, {
    ...(filter.search !== '' && { search: filter.search }),
    ...(filter.state && { state: filter.state }),
    ...(filter.after !== undefined && { after: filter.after }),
    limit: PAGE_SIZE + 1,
  })
  if (!found.ok) return found.problem
  const { isNothing = false, outcomes = [], ...came } = after
  const typed = { picked: [], ...came }
  return {
    ...cameBack(t, t('users.title'), typed.refused),
    crumbs: await crumbsOf(ask, place, t('users.title')),
    ...((isNothing || outcomes.length > 0) && { status: isNothing ? 400 : 409 }),
    body: (
      <>
        {isNothing && (
          <Note tone="bad" isSpoken>
            {t('users.nothingPicked')}
          </Note>
        )}
        <Outcomes {...{ ask, outcomes }} users={found.value} />
        <FormRefused {...{ t, refused: typed.refused, labels: { reason: t('users.lockedReason') } }} />
        <UserList {...{ ask, place, filter, typed }} found={found.value} />
      </>
    ),
  }
}

type OutcomesProps = {
  readonly ask: Ask
  readonly outcomes: readonly BulkOutcome[]
  readonly users: readonly ListedUser[]
}

/** How each of them went, when not all went well. */
function Outcomes({ ask: { t }, outcomes, users }: OutcomesProps) {
  if (outcomes.length === 0) return null
  const refused = outcomes.flatMap(({ qualityUserId, result }) => (result.ok ? [] : [{ qualityUserId, ...result }]))
  return (
    <Note tone="warn" isSpoken>
      <strong>{t('users.someRefused', { done: outcomes.length - refused.length, refused: refused.length })}</strong>
      <ul>
        {refused.map(({ qualityUserId, problem }) => {
          const user = users.find((each) => each.qualityUserId === qualityUserId)
          const { cause, remedy } = toldRefusal(t, problem)
          return (
            <li key={qualityUserId}>
              {user ? nameOf(user) : t('users.unknown')}: {cause} {remedy}
            </li>
          )
        })}
      </ul>
    </Note>
  )
}

const NAMED_MAX = 100

/** What deleting will do, before it is done. */
async function confirmPage(ask: Ask, place: QualityAt, ids: readonly string[]): Promise<Page> {
  const { t, csrf } = ask
  const path = qualityPath(place, 'users')
  const names: string[] = []
  for (const qualityUserId of ids.slice(0, NAMED_MAX)) {
    const user = await readUser(ask, { ...place, qualityUserId })
    if (user.ok) names.push(nameOf(user.value))
  }
  const title = t('users.removal', { count: ids.length })
  return {
    title,
    crumbs: await crumbsOf(ask, place, title, [{ label: t('users.title'), href: path }]),
    body: (
      <>
        <Head title={title} lead={t('users.removalEffect')} />
        <ul class="points">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
        <Form action={path} csrf={csrf} hidden={{ action: 'delete', confirmed: 'on' }}>
          {ids.map((id) => (
            <input key={id} type="hidden" name="users" value={id} />
          ))}
          <Buttons>
            <Button kind="danger">{t('caption.removeUser')}</Button>
            <ButtonLink kind="bare" href={path}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}
