import { afterEach, expect, test } from 'vitest'
import { type RefusalCode, refusal } from '../../src/base/refusal.ts'
import { no } from '../../src/base/result.ts'
import type { HttpListener } from '../../src/http/listener.ts'
import { apiRoute } from '../../src/portal/api-route.ts'
import { pageRoute } from '../../src/portal/page-route.ts'
import { API_PREFIX } from '../../src/portal/site.ts'
import type { RefusedAccess } from '../../src/registry/refused-access.ts'
import { ACCOUNT, CSRF, FORM_TYPE, form, HERE, LIMITED_TOKEN, ours, portalWith, signedIn } from './rig.ts'

const ELSEWHERE = '0123456749'
const QUALITY = 'QUAL_SSC'
const USERS = '/enterprises/:enterpriseNumber/qualities/:qualityCode/users'

let portal: HttpListener | undefined
afterEach(async () => {
  await portal?.[Symbol.asyncDispose]()
  portal = undefined
})

test.each<[string, string, Record<string, unknown>]>([
  ['a page of another enterprise', `/enterprises/${ELSEWHERE}/qualities/${QUALITY}/users`, at(ELSEWHERE)],
  ['the API of it', `${API_PREFIX}/enterprises/${ELSEWHERE}/qualities/${QUALITY}/users`, at(ELSEWHERE)],
  ['a page that finds nothing', `/enterprises/${HERE}/qualities/${QUALITY}/users`, at(HERE)],
  ['the API that finds nothing', `${API_PREFIX}/enterprises/${HERE}/qualities/${QUALITY}/users`, at(HERE)],
  ['what is one’s own', '/own', { row: 'oneself', place: null }],
])('who is turned away from %s is written down (case R1, rule 13.8)', async (_, url, told) => {
  const refusals: RefusedAccess[] = []
  await opened('SLU-MISSING', refusals).inject({ url, headers: signedIn() })
  const actor = expect.objectContaining({ accountId: ACCOUNT, method: 'totp', assurance: 400 })
  expect(refusals).toEqual([{ actor, why: 'hidden', ...told }])
})

test.each<[RefusalCode, number]>([
  ['SLU-MISSING', 1],
  ['SLU-UNKNOWN', 1],
  ['SLU-RIGHTS', 1],
  ['SLU-REAUTH', 0],
  ['SLU-STATE', 0],
  ['SLU-INPUT', 0],
])('of a refusal %s so many entries are written: %i', async (code, count) => {
  const refusals: RefusedAccess[] = []
  const app = opened(code, refusals)
  await app.inject({ url: `/enterprises/${HERE}/qualities/${QUALITY}/users`, headers: signedIn() })
  expect(refusals.length).toBe(count)
})

test.each<[string, string, Record<string, string>]>([
  ['an address that nobody serves', '/enterprises', signedIn()],
  ['a number that is none', `/enterprises/0206731646/qualities/${QUALITY}/users`, signedIn()],
  ['nobody', `/enterprises/${ELSEWHERE}/qualities/${QUALITY}/users`, {}],
  ['who must choose a password first', '/own', signedIn(LIMITED_TOKEN)],
  ['everybody’s page', '/open', signedIn()],
])('nothing is written of %s', async (_, url, headers) => {
  const refusals: RefusedAccess[] = []
  await opened('SLU-MISSING', refusals).inject({ url, headers })
  expect(refusals).toEqual([])
})

test('nothing is written of a form that another page sends in one’s name (case W1)', async () => {
  const refusals: RefusedAccess[] = []
  const app = opened('SLU-RIGHTS', refusals)
  const url = '/own'
  const send = (csrf: string) =>
    app.inject({ method: 'POST', url, headers: { ...ours(), ...FORM_TYPE }, payload: form([['csrf', csrf]]) })
  await send('x'.repeat(43))
  expect(refusals).toEqual([])
  await send(CSRF)
  expect(refusals.length).toBe(1)
})

function at(enterpriseNumber: string) {
  return { row: 'listUsers', place: { enterpriseNumber, qualityCode: QUALITY } }
}

/** Everything is refused, and at the other enterprise already at the door. */
function opened(code: RefusalCode, refusals: RefusedAccess[]) {
  const refused = refusal(code, 'a', 'b', { key: 'hidden' })
  const handle = async () => refused
  const pages = [
    pageRoute({ method: 'GET', path: USERS, row: 'listUsers', handle }),
    pageRoute({ method: 'GET', path: '/own', row: 'oneself', handle }),
    pageRoute({ method: 'POST', path: '/own', row: 'oneself', form: {}, handle }),
    pageRoute({ method: 'GET', path: '/open', row: 'anybody', handle }),
  ]
  const api = [
    apiRoute({
      ...{ method: 'GET', path: USERS, row: 'listUsers', summary: 'x', status: 200 },
      handle: async () => no(refused),
    }),
  ]
  const roles = [{ role: 'accessManager' as const, enterpriseNumber: HERE, qualityCode: QUALITY }]
  portal = portalWith({ pages, api, roles, refusals })
  return portal.app
}
