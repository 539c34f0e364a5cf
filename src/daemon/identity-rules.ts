/** The settings of signing in and of passwords as `identity` wants them; made anew from what is in force. */
import type { Config } from '../config/schema.ts'
import type { SessionRules } from '../identity/living-sessions.ts'
import type { OwnPasswordRules } from '../identity/passwords/change-own-password.ts'
import type { SignInRules } from '../identity/sign-in/sign-in-deps.ts'
import type { AccessRules } from '../registry/policy/authorise.ts'

export function sessionRulesOf({ signIn }: Pick<Config, 'signIn'>): SessionRules {
  const { idleMinutes, sessionHours, sessionsPerPerson } = signIn
  return { idleSeconds: idleMinutes * 60, sessionSeconds: sessionHours * 3600, sessionsMax: sessionsPerPerson }
}

export function signInRulesOf(config: Pick<Config, 'signIn' | 'limits'>): SignInRules {
  const { passwordAlone, codeApp, codeRequiresPassword, attemptMinutes, begunPerAddress } = config.signIn
  return {
    ...{ passwordAlone, codeApp, codeRequiresPassword, attemptSeconds: attemptMinutes * 60, begunPerAddress },
    ...{ sessions: sessionRulesOf(config), throttle: config.limits.loginFailures },
  }
}

export function passwordRulesOf({ access, signIn }: Pick<Config, 'access' | 'signIn'>): OwnPasswordRules {
  const { lengthMax, restrictAlphabet, remembered } = access.passwords
  return { lengthMax, restrictAlphabet, remembered, ...freshnessOf(signIn) }
}

export function accessRulesOf({ access, signIn }: Pick<Config, 'access' | 'signIn'>): AccessRules {
  return { usersManageChannels: access.usersManageChannels, ...freshnessOf(signIn) }
}

function freshnessOf({ freshMinutes, freshAssurance }: Config['signIn']) {
  return { freshSeconds: freshMinutes * 60, freshAssurance }
}
