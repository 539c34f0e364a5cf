import { no, ok, type Result } from '../../../base/result.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import { type TokenFault, tokenFault } from './token-fault.ts'

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i

/** rule 15.12 (case H13): in one `Authorization` header of this scheme, and nowhere else. */
export function bearerIn({ raw }: HttpRequest): Result<string, TokenFault> {
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0)
  const count = names.filter((name) => name.toLowerCase() === 'authorization').length
  const query = new URLSearchParams(raw.url?.split('?').slice(1).join('?'))
  if (count > 1 || query.has('access_token')) return no(tokenFault('invalidAccessToken', { isMisplaced: true }))
  const [, token] = BEARER.exec(raw.headers.authorization ?? '') ?? []
  return token === undefined ? no(tokenFault('noAccessToken')) : ok(token)
}
