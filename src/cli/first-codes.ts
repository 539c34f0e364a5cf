/** The first codes of a person (spec access.md §6.1): queued here, sent by the daemon when it runs. */
import type { Config } from '../config/schema.ts'
import { publicUrlOf } from '../daemon/portal-address.ts'
import { issueActivation } from '../identity/activation/issue-activation.ts'
import { issueProvisional, makeProvisionalPassword } from '../identity/activation/issue-provisional.ts'
import { createPasswordHasher } from '../identity/passwords/hash.ts'
import type { Act } from '../registry/audit.ts'
import type { IssueActivation } from '../registry/people/import.ts'
import type { SecretBox } from '../registry/secret-box.ts'

const HOUR_SECONDS = 3600
const DAY_SECONDS = 86_400

export function firstCodes({ portal, mode, access }: Config, box: SecretBox, act: Act): IssueActivation {
  const { activationHours, passwords } = access
  const publicUrl = publicUrlOf(portal, mode)
  const hasher = createPasswordHasher(() => 1)
  return async (tx, { accountId, kind }) => {
    if (kind === 'link') {
      const rules = { publicUrl, activationSeconds: activationHours * HOUR_SECONDS }
      return issueActivation(tx, box, { accountId }, rules, act)
    }
    const { provisionalDays, remembered } = passwords
    const provisional = await makeProvisionalPassword(hasher)
    const rules = { publicUrl, provisionalSeconds: provisionalDays * DAY_SECONDS, remembered }
    return issueProvisional(tx, box, { accountId, provisional }, rules, act)
  }
}
