import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { OperatorRole } from '../../registry/operators/operator.ts'
import { type AnyConsoleApi, consoleApi } from '../api-route.ts'
import type { Ask, ParamsOf } from '../ask.ts'
import { reasonOnly } from './reason.ts'

type ActApi<Path extends string> = {
  readonly path: Path
  readonly role: OperatorRole
  readonly summary: string
  act(ask: Ask<ParamsOf<Path>>, reason: string): Promise<Result<unknown, Refusal>>
}

/** A route that does one thing, with a reason, and has nothing to tell when it is done. */
export function actApi<const Path extends string>({ path, role, summary, act }: ActApi<Path>): AnyConsoleApi {
  return consoleApi({
    ...{ method: 'POST', path, role, summary, status: 204, body: reasonOnly },
    async handle({ body, ...ask }) {
      const done = await act(ask, body.reason)
      return done.ok ? ok({}) : done
    },
  })
}
