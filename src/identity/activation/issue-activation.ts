/** Activation by an app (decision 35): a link by mail and a code by SMS, each worth nothing without the other. */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import { queueMessage } from '../../registry/outgoing-messages.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { voidAttemptsOf } from '../attempts.ts'
import { hashOf, makeToken } from '../tokens.ts'
import { reachPerson } from './reach-person.ts'

export type ActivationRules = {
  /** Of the portal, from the configuration and never from a request (case R23). */
  readonly publicUrl: string
  readonly activationSeconds: number
}

const CODE_DIGITS = 8

/** Earlier links and codes of the account, and what was begun by them, are worth nothing from now on. Refuses as `reachPerson`. Audit: `account.activationIssued`. */
export async function issueActivation(
  tx: Transaction,
  box: SecretBox,
  { accountId }: { readonly accountId: string },
  { publicUrl, activationSeconds }: ActivationRules,
  act: Act,
): Promise<Result<void, Refusal>> {
  const reached = await reachPerson(tx, accountId)
  if (!reached.ok) return reached
  const { email, mobilePhone, language } = reached.value
  const link = makeToken()
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
  const expires_at = sql<Date>`now() + make_interval(secs => ${activationSeconds})`
  await voidActivations(tx, accountId)
  await tx
    .insertInto('one_time_code')
    .values([
      { account_id: accountId, purpose: 'activationLink', code_hash: hashOf(link), expires_at },
      { account_id: accountId, purpose: 'activationCode', code_hash: codeHash(box, accountId, code), expires_at },
    ])
    .execute()
  const url = activationUrl(publicUrl, link)
  const after = await queueMessage(tx, box, {
    ...{ medium: 'mail', to: email, language, template: 'activation.link' },
    values: { url },
  })
  await queueMessage(tx, box, {
    ...{ medium: 'sms', to: mobilePhone, language, template: 'activation.code', after },
    values: { code },
  })
  await recordChange(tx, act, { action: 'account.activationIssued', subject: `account:${accountId}` })
  return ok(undefined)
}

/** Links and codes on their way, and set-ups that were begun by them, perhaps by somebody who has caught both (case R23). */
export async function voidActivations(tx: Transaction, accountId: string): Promise<void> {
  await tx.deleteFrom('one_time_code').where('account_id', '=', accountId).execute()
  await voidAttemptsOf(tx, accountId, 'activation')
}

/** What the code is compared by; the account is part of it, because the code alone is short. */
export function codeHash(box: SecretBox, accountId: string, code: string): Buffer {
  return box.fingerprint(`activation\0${accountId}\0${code.replace(/[\s-]/g, '')}`, 'code')
}

function activationUrl(publicUrl: string, link: string): string {
  const url = new URL('activation', publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`)
  url.searchParams.set('link', link)
  return url.href
}
