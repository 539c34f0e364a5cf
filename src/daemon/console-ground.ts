/** What the console stands on, filled with what is in force. */
import type { Config } from '../config/schema.ts'
import type { ConsoleGround } from '../console/ground.ts'
import { createWatch, type WatchSources } from '../console/watch/watch.ts'
import type { Database } from '../database/database.ts'
import type { LiveLimits } from '../http/server-sent-events.ts'
import { findOperatorSession } from '../identity/operators/sessions.ts'
import type { OperatorRules } from '../identity/operators/sign-in-deps.ts'
import { createPasswordHasher } from '../identity/passwords/hash.ts'
import { loginOrigin } from '../registry/login-origin.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { Spool } from '../spool/spool.ts'
import { networkFinder } from './client-networks.ts'
import { contentsFinder } from './find-contents.ts'
import { gatewayView, type ViewUnder } from './gateway-view.ts'
import type { Ground } from './ground.ts'
import { submissionActs } from './submission-acts.ts'
import { watchSources } from './watch-sources.ts'

export type ConsoleUnder = Pick<Ground, 'live' | 'now' | 'log'> &
  Pick<ViewUnder, 'inspect' | 'node' | 'version'> &
  Pick<WatchSources, 'books'> & {
    readonly database: Database
    readonly box: SecretBox
    readonly spool: Pick<Spool, 'look' | 'stream'>
  }

/** `publicUrl` is asked each time, for the port is known only when it is had. */
export function consoleGround(
  under: ConsoleUnder,
  publicUrl: () => string,
  provider: ConsoleGround['provider'] = () => null,
): ConsoleGround {
  const { live, now, version = '', database, box, spool, log } = under
  const rules = () => operatorRulesOf(live.current())
  const networkOf = networkFinder(() => live.current().networks)
  return {
    ...{ database, box, now, provider, mode: live.current().mode },
    findSession: (token, sight) => findOperatorSession(database.queries, token, rules().sessions, sight),
    signIn: {
      ...{ database, box, rules },
      passwords: createPasswordHasher(() => live.current().signIn.passwordChecksAtOnce),
    },
    acts: submissionActs({ productVersion: version, reuse: () => live.current().names.reuse }),
    limits: {
      bulkMax: () => live.current().limits.bulkSubmissions,
      mostReadsPerHour: () => live.current().operators.mostReadsPerHour,
      refusalsPerHour: () => live.current().operators.refusalsPerHour,
    },
    findContents: contentsFinder(spool),
    liveLimits: () => liveLimitsOf(live.current()),
    gateway: gatewayView(under),
    watch: createWatch({ queries: database.queries, sources: watchSources(under), now, log }),
    originOf: (address) => loginOrigin(address, networkOf(address)?.name ?? null),
    get publicUrl() {
      return publicUrl()
    },
  }
}

function liveLimitsOf({ console: { live } }: Config): LiveLimits {
  return {
    ...{ heartbeatSeconds: live.beatSeconds, lifeSeconds: live.minutes * 60, waitingBytesMax: live.waitingBytes },
    ...{ streamsMax: live.streams, streamsOfOneMax: live.streamsPerOperator },
  }
}

export function operatorRulesOf({ operators, access, limits }: Config): OperatorRules {
  const { idleMinutes, sessionHours, sessionsPerOperator, invitationHours, attemptMinutes } = operators
  const { lengthMax, restrictAlphabet } = access.passwords
  return {
    sessions: { idleSeconds: idleMinutes * 60, sessionSeconds: sessionHours * 3600, sessionsMax: sessionsPerOperator },
    throttle: limits.loginFailures,
    passwords: { lengthMax, restrictAlphabet },
    invitationSeconds: invitationHours * 3600,
    attemptSeconds: attemptMinutes * 60,
  }
}
