/** Asks a route as a browser or a client of ours would, or as somebody else's page. */
import { csrfToken } from '../../../src/http/same-origin.ts'
import { digestAt } from './ids.ts'
import { type OpenedPortal, ORIGIN } from './portal.ts'
import type { Ids, Swept } from './routes.ts'

export type Asking = {
  readonly route: Swept
  /** Of the address. */
  readonly at: Ids
  /** Of forms and documents; those of the address when left out. */
  readonly named?: Ids
  /** Nobody is signed in when left out. */
  readonly token?: string
  readonly origin?: string
  readonly withoutCsrf?: true
  /** Further fields. */
  readonly more?: Readonly<Record<string, unknown>>
}

export type Answered = { readonly status: number; readonly location: string | undefined; readonly text: string }

/** The cookie of a browser that is known and not signed in. */
const VISITOR = 'v'.repeat(43)

export async function ask({ listener }: OpenedPortal, asking: Asking): Promise<Answered> {
  const { route, at } = asking
  const { statusCode, headers, payload } = await listener.app.inject({
    method: route.method,
    url: addressOf(route, at),
    headers: headersOf(asking),
    ...payloadOf(asking),
  })
  return { status: statusCode, location: headers.location as string | undefined, text: payload }
}

/** Throws for a name that nobody told the sweep: a new kind of id has to be known here before its route is safe. */
export function addressOf({ name, path, params }: Swept, at: Ids): string {
  return params.reduce((url, param) => {
    const id = param === 'digest' ? digestAt(path, at) : at[param]
    if (id === undefined) throw new TypeError(`${name}: nothing stands in the address for ${param} (see ids.ts)`)
    return url.replace(`:${param}`, id)
  }, path)
}

/** As it was looked at: proofs are changed with the version of their sender, all else here is as it was made. */
function versionAt({ params }: Swept, { senderVersion = '1' }: Ids): string {
  return params.includes('digest') ? senderVersion : '1'
}

function headersOf({ route, at, token, origin = ORIGIN, withoutCsrf }: Asking): Record<string, string> {
  const known = token === undefined ? `__Host-visitor=${VISITOR}` : `__Host-session=${token}`
  const isOurs = route.method !== 'GET' && withoutCsrf === undefined
  return {
    cookie: known,
    accept: route.isApi ? 'application/json' : 'text/html',
    ...(route.method !== 'GET' && { origin }),
    ...(isOurs &&
      route.isApi && { 'x-csrf-token': csrfToken(token ?? VISITOR), 'if-match': `W/"${versionAt(route, at)}"` }),
    ...(route.method !== 'GET' && route.isForm && { 'content-type': route.isApi ? MULTIPART : URLENCODED }),
  }
}

function payloadOf({ route, at, named = at, token, withoutCsrf, more }: Asking) {
  const input = route.input(named)
  if (route.method === 'GET' || (!input && !more)) return {}
  const all = { ...input, ...more }
  if (!route.isForm) return { payload: all }
  const csrf = !withoutCsrf && !route.isApi && { csrf: csrfToken(token ?? VISITOR) }
  const fields = { ...(all as Record<string, string>), ...csrf }
  return { payload: route.isApi ? multipart(fields) : `${new URLSearchParams(fields)}` }
}

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=part'

function multipart(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--part\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--part--\r\n`
}
