import { no, type Result } from '../../../base/result.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import type { Caller, Scope } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import type { TokenFault } from './token-fault.ts'

/**
 * The caller behind the request's bearer token. `scope`: what the request needs; null when any token will do. Asks the registry each time, so
 * that what was taken back ends at once. Throws `Unavailable`.
 */
export async function admitBearer(
  _request: HttpRequest,
  _scope: Scope | null,
  _ground: WebGround,
): Promise<Result<Caller, TokenFault>> {
  return no({ kind: 'noAccessToken', challenge: 'Bearer' })
}
