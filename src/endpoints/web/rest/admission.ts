/** Whose the token is, and whether it opens what has this access. */
import { no, ok, type Result } from '../../../base/result.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import type { Caller } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { admitBearer } from '../oauth/admit-bearer.ts'
import type { TokenFault } from '../oauth/token-fault.ts'
import { type RestProblem, restProblem } from '../problems.ts'
import type { Access } from './route.ts'

/** Null where anybody may ask. */
export type Admit = (request: HttpRequest, access: Access) => Promise<Result<Caller | null, RestProblem>>

export function admission(ground: WebGround): Admit {
  return async (request, access) => {
    if (access === 'anybody') return ok(null)
    const admitted = await admitBearer(request, access === 'anyToken' ? null : access, ground)
    return admitted.ok ? admitted : no(tokenProblem(admitted.problem))
  }
}

function tokenProblem({ kind, reason, requiredScopes, retryAfterSec, challenge }: TokenFault): RestProblem {
  return restProblem(kind, {
    headers: { 'www-authenticate': challenge },
    members: { ...(reason !== undefined && { reason }), ...(requiredScopes && { requiredScopes }) },
    ...(retryAfterSec !== undefined && { retryAfterSec }),
  })
}
