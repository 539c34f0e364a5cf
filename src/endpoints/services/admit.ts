/** Who comes in at the API for online services: before any byte of a body is read (rules 19.12 and 19.13). */
import { plainAddress } from '../../base/addresses.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { HttpRequest } from '../../http/listener.ts'
import type { Problem } from '../../http/problem.ts'
import type { ServicesGround } from './ground.ts'
import { NOT_PROVEN, tooManyFailures } from './problems.ts'
import { isProven } from './proof.ts'
import type { ServiceRoute } from './route.ts'

const SERVICE = /^[A-Z0-9]{1,32}$/

export async function admit(
  { path }: ServiceRoute,
  request: HttpRequest,
  { proofOf, throttle, now, log }: ServicesGround,
): Promise<Result<void, Problem>> {
  if (!path.startsWith('/:service')) return ok(undefined)
  const { service: named = '' } = request.params as Readonly<Record<string, string>>
  const service = SERVICE.test(named) ? named : '?'
  const knocking = { service, address: plainAddress(request.ip) }
  const { seconds, hasFailed } = await throttle.look(knocking)
  if (seconds > 0) return no(tooManyFailures(seconds))
  const proof = proofOf(service)
  if (isProven(request, proof, now())) {
    if (hasFailed) await throttle.clear(knocking)
    return ok(undefined)
  }
  log.warn('services.refused', knocking)
  await throttle.count(knocking, proof !== null)
  return no(NOT_PROVEN)
}
