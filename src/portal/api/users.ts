import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { apiRoute } from '../api-route.ts'
import { addUser } from '../operations/add-user.ts'
import { readPerson } from '../operations/new-person.ts'
import { changeUser, readUser, searchUsers } from '../operations/users.ts'
import { parentOf, qualityPath } from '../places.ts'
import { personBody, typedPerson } from './person-body.ts'
import { listedUser, toldListed, toldUser, USERS, userBody } from './user-body.ts'

const search = z.strictObject({
  search: z.string().max(100).optional().describe('Part of first name, last name or user name.'),
  state: z.enum(['active', 'locked']).optional(),
  after: z.uuid().optional(),
  pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).optional(),
})

const codes = z.array(z.string().regex(/^[A-Z][A-Z0-9]{3}$/)).max(200)

const GET_USERS = apiRoute({
  method: 'GET',
  path: USERS,
  row: 'listUsers',
  summary: 'Users of a quality, in the order in which they were created.',
  status: 200,
  query: search,
  answer: z.object({ self: z.string(), items: z.array(listedUser), pageSize: z.int(), next: z.string().optional() }),
  handle: async (ask) => {
    const { params, address, path } = ask
    const { pageSize = PAGE_SIZE, search: part, state, after } = ask.search
    const wanted = { ...(part && { search: part }), ...(state && { state }), ...(after && { after }) }
    const found = await searchUsers(ask, params, { ...wanted, limit: pageSize + 1 })
    if (!found.ok) return found
    const paging = { path: withQuery(address, { after: undefined }), after, pageSize }
    const page = pageOf(found.value, paging, ({ qualityUserId }) => qualityUserId)
    return ok({ body: { ...page, items: page.items.map((user) => toldListed(user, path)) } })
  },
})

const POST_USER = apiRoute({
  method: 'POST',
  path: USERS,
  row: 'createUser',
  summary: 'Adds a user of a quality.',
  status: 201,
  body: z.strictObject({ ...personBody, grants: codes, employmentConfirmed: z.literal(true) }),
  answer: z.object({
    userId: z.string(),
    firstWay: z
      .enum(['known', 'identity', 'activation', 'provisional'])
      .describe(
        'How the person comes in for the first time: not needed, eID or itsme, a link with a code, or a first password.',
      ),
  }),
  handle: async (ask) => {
    const { grants, employmentConfirmed, ...given } = ask.body
    const person = readPerson(typedPerson(given), ask.now)
    if (!person.ok) return person
    const added = await addUser(ask, { ...ask.params, person: person.value, grants, employmentConfirmed })
    if (!added.ok) return added
    const { qualityUserId: userId, firstWay } = added.value
    return ok({ location: qualityPath(ask.params, `users/${userId}`), version: 1, body: { userId, firstWay } })
  },
})

const GET_USER = apiRoute({
  method: 'GET',
  path: `${USERS}/:userId`,
  row: 'listUsers',
  summary: 'One user of a quality.',
  status: 200,
  answer: userBody,
  handle: async (ask) => {
    const { userId: qualityUserId, ...place } = ask.params
    const user = await readUser(ask, { ...place, qualityUserId })
    if (!user.ok) return user
    return ok({ version: user.value.version, body: toldUser(user.value, parentOf(ask.path)) })
  },
})

const PATCH_USER = apiRoute({
  method: 'PATCH',
  path: `${USERS}/:userId`,
  row: 'listUsers',
  summary: 'Locks or unlocks a user, or says which online services he may use; all of it or nothing.',
  status: 200,
  ifMatch: 'required',
  body: z.strictObject({
    state: z.enum(['active', 'locked']).optional(),
    reason: z.string().max(500).optional().describe('Of a lock.'),
    grants: codes.optional(),
  }),
  answer: userBody,
  handle: async (ask) => {
    const { userId: qualityUserId, ...place } = ask.params
    const { state, reason, grants } = ask.body
    const key = { ...place, qualityUserId }
    const changed = await changeUser(ask, {
      ...{ ...key, expectedVersion: ask.expectedVersion },
      ...(state && { change: state === 'locked' ? ('lock' as const) : ('unlock' as const) }),
      ...(reason !== undefined && { reason }),
      ...(grants && { grants }),
    })
    if (!changed.ok) return changed
    const user = await readUser(ask, key)
    if (!user.ok) return user
    return ok({ version: user.value.version, body: toldUser(user.value, parentOf(ask.path)) })
  },
})

const DELETE_USER = apiRoute({
  method: 'DELETE',
  path: `${USERS}/:userId`,
  row: 'deleteUser',
  summary: 'Deletes a user of a quality.',
  status: 204,
  ifMatch: 'required',
  handle: async (ask) => {
    const { userId: qualityUserId, ...place } = ask.params
    const { expectedVersion } = ask
    const deleted = await changeUser(ask, { ...place, qualityUserId, expectedVersion, change: 'delete' })
    return deleted.ok ? ok({}) : deleted
  },
})

export const USER_API = [GET_USERS, POST_USER, GET_USER, PATCH_USER, DELETE_USER]
