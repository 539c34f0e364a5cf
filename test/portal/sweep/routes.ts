/** The two tables of the portal as one list of what can be asked, and how each is asked with sound input. */
import { z } from 'zod'
import type { FormShape } from '../../../src/http/form.ts'
import type { AnyApiRoute } from '../../../src/portal/api-route.ts'
import type { AnyPageRoute } from '../../../src/portal/page-route.ts'
import { guardingOf, type RouteRow } from '../../../src/portal/route-row.ts'
import { API, PAGES } from '../../../src/portal/routes.ts'
import { API_PREFIX } from '../../../src/portal/site.ts'
import { KINDS } from './ids.ts'

export type Swept = {
  /** `METHOD path`. */
  readonly name: string
  readonly method: AnyApiRoute['method']
  readonly path: string
  readonly row: RouteRow
  readonly guarding: ReturnType<typeof guardingOf>
  readonly isApi: boolean
  /** Takes a form, and no JSON. */
  readonly isForm: boolean
  /** Names of the parts of the path. */
  readonly params: readonly string[]
  /** What is sent, with ids as they stand under their names; undefined where nothing is. */
  input(ids: Ids): Readonly<Record<string, unknown>> | undefined
}

/** Values for the names that stand in addresses, forms and documents. */
export type Ids = Readonly<Record<string, string>>

export const ROUTES: readonly Swept[] = [...PAGES.map(sweptPage), ...API.map(sweptApi)]

/** Names under which ids go to a route, in its address or with its input; of `userIds` or `users` as well. */
export function namesOf(route: Swept): string[] {
  const kinds: ReadonlySet<string> = new Set(KINDS)
  const sent = Object.keys(route.input({}) ?? {}).filter((name) => kinds.has(name) || kinds.has(name.replace(/s$/, '')))
  return [...route.params, ...sent]
}

function sweptPage(route: AnyPageRoute): Swept {
  const { method, path, row, form = {} } = route
  return {
    ...common(method, path, row),
    ...{ isApi: false, isForm: true },
    input: (ids) => (method === 'POST' ? fieldsOf(form, ids) : undefined),
  }
}

function sweptApi(route: AnyApiRoute & { readonly form?: FormShape }): Swept {
  const { method, path, row, body, form } = route
  const schema = body && (z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Schema)
  return {
    ...common(method, `${API_PREFIX}${path}`, row),
    ...{ isApi: true, isForm: form !== undefined },
    input: (ids) =>
      form
        ? fieldsOf(form, ids)
        : (SOUND[`${method} ${path}`] ?? (schema && (sample(schema, '', ids) as Record<string, unknown>))),
  }
}

function common(method: Swept['method'], path: string, row: RouteRow) {
  const params = [...path.matchAll(/:([A-Za-z0-9]+)/g)].map(([, name = '']) => name)
  return { name: `${method} ${path}`, method, path, row, guarding: guardingOf(row), params }
}

/** Files are left out: a form without one is refused by what it does, not by its shape. */
function fieldsOf(form: FormShape, ids: Ids): Record<string, string> {
  const fields = Object.entries(form).filter(([, kind]) => kind !== 'file' && kind !== 'files')
  return Object.fromEntries(fields.map(([name]) => [name, idOf(name, ids) ?? USUAL[name] ?? 'x']))
}

type Schema = {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minimum?: number
}

function sample(schema: Schema, name: string, ids: Ids): unknown {
  const either = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (either) return sample(either, name, ids)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, member]) => [key, sample(member, key, ids)]),
      )
    case 'array':
      return [sample(schema.items ?? {}, name, ids)]
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    default:
      return idOf(name, ids) ?? USUAL[name] ?? 'x'
  }
}

/** Documents of which not every member goes with every other. */
const SOUND: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'PATCH /enterprises/:enterpriseNumber/qualities/:qualityCode/users/:userId': { state: 'locked' },
  'PUT /enterprises/:enterpriseNumber/qualities/:qualityCode/structuredReportSetups/:setupId/channel': { type: 'sftp' },
}

/** `userIds` are ids of the kind `userId`. */
function idOf(name: string, ids: Ids): string | undefined {
  return ids[name] ?? ids[name.replace(/s$/, '')]
}

/** Sound values for what forms and documents ask. */
const USUAL: Ids = {
  version: '1',
  expectedVersion: '1',
  lastName: 'Janssens',
  firstName: 'An',
  email: 'an@example.be',
  mobilePhone: '+32470000001',
  phone: '+3225550100',
  language: 'nl',
  birthDate: '1985-07-30',
  newPassword: 'Straßenfest2!',
  newPasswordConfirmation: 'Straßenfest2!',
  password: 'Straßenfest2!',
  again: 'Straßenfest2!',
  reason: 'a test',
  label: 'a test',
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGOpQHBen4qqA2Skxfrm/+43aYMx/0zI8sqGFp/W89lf a test',
  grants: 'DMFA',
  services: 'DMFA',
  environments: 'R',
}
