/** What pages and API stand on, filled with what is in force. */

import type { DryRun } from '../batch/dry-run.ts'
import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Database } from '../database/database.ts'
import { createPasswordHasher } from '../identity/passwords/hash.ts'
import { findSession } from '../identity/sessions.ts'
import type { Activate } from '../identity/sign-in/sign-in-deps.ts'
import type { PortalGround } from '../portal/ground.ts'
import type { IdentityGround } from '../portal/identity-ground.ts'
import { loginOrigin } from '../registry/login-origin.ts'
import { activateEnterpriseBy } from '../registry/people/activate-enterprise.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { accessSettingsOf } from './access-settings.ts'
import { networkFinder } from './client-networks.ts'
import type { Ground } from './ground.ts'
import { accessRulesOf, passwordRulesOf, sessionRulesOf, signInRulesOf } from './identity-rules.ts'
import { derivedView } from './live-view.ts'
import { reportsGround } from './reports-ground.ts'
import type { SendingUnder } from './sending-facts.ts'

type Under = SendingUnder &
  Pick<Ground, 'log'> & { readonly database: Database; readonly box: SecretBox; readonly dryRun: DryRun }
type Elsewhere = Pick<IdentityGround, 'provider' | 'publicKeys' | 'eid'>

/** `publicUrl` is asked each time, for the port is known only when it is had. */
export function portalGround(under: Under, publicUrl: () => string, elsewhere: Elsewhere): PortalGround {
  const { live, now, database, box, dryRun } = under
  return {
    ...{ database, box, now, dryRun, mode: live.current().mode },
    rules: derivedView(() => live.current(), accessRulesOf),
    access: () => accessSettingsOf(live.current()),
    identity: { ...identityGround(under), ...elsewhere },
    reports: reportsGround(under),
    findSession: (token) => findSession(database.queries, token, sessionRulesOf(live.current())),
    get publicUrl() {
      return publicUrl()
    },
  }
}

function identityGround({ live, database, box }: Omit<Under, 'dryRun'>): Omit<IdentityGround, keyof Elsewhere> {
  const networkOf = networkFinder(() => live.current().networks)
  const activate: Activate = (tx, asked, act) => {
    const enterpriseNumber = asked.enterpriseNumber as EnterpriseNumber // of a row of the registry
    return activateEnterpriseBy(tx, { ...asked, enterpriseNumber, offered: live.current().qualities }, act)
  }
  return {
    signIn: {
      ...{ database, box, activate },
      passwords: createPasswordHasher(() => live.current().signIn.passwordChecksAtOnce),
      rules: () => signInRulesOf(live.current()),
    },
    passwordRules: () => passwordRulesOf(live.current()),
    originOf: (address) => loginOrigin(address, networkOf(address)?.name ?? null),
  }
}
