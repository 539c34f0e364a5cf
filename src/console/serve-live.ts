/** Registers the table of live streams: the same door as that of pages, asked again as long as a stream is open. */
import type { Log } from '../base/log.ts'
import { sendProblem } from '../http/answer-errors.ts'
import type { HttpApp } from '../http/listener.ts'
import type { LiveStreams } from '../http/server-sent-events.ts'
import type { Visit } from './ask.ts'
import type { ConsoleGround } from './ground.ts'
import type { AnyConsoleLive } from './live-route.ts'
import { mayUse } from './role.ts'
import { doorOf, refusedDoor } from './site.ts'
import { arrivalOf } from './visit.ts'

export type ServingLive = { readonly ground: ConsoleGround; readonly streams: LiveStreams; readonly log: Log }

export function serveLive(
  app: HttpApp,
  routes: readonly AnyConsoleLive[],
  { ground, streams, log }: ServingLive,
): void {
  const door = doorOf(ground)
  for (const route of routes) {
    app.get(route.path, async (request, reply) => {
      const { visit } = await arrivalOf(request, ground, 'look')
      const admitted = await door.admit(route, visit, request.params)
      if (!admitted.ok) {
        await door.recordTurnedAway(route, visit, request.params, admitted.problem)
        return sendProblem(reply, refusedDoor(admitted.problem))
      }
      const changes = (signal: AbortSignal) => route.changes(admitted.value as never, signal)
      const of = visit.signedIn?.operatorId ?? ''
      return streams.send(request, reply, { changes, of, holds: () => stillHolds(route, visit, ground), log })
    })
  }
}

/** rule 21.5: the session may have ended, or the role been taken away. A stream is no use of it (rule 21.15). */
async function stillHolds(route: AnyConsoleLive, { cookies }: Visit, ground: ConsoleGround): Promise<boolean> {
  const signedIn = await ground.findSession(cookies.session ?? '', 'look')
  return mayUse(route.role, signedIn?.operator.role)
}
