/** Operators with a password and an app, made the way people are: invited, and enrolled by the pages. */
import { sql } from 'kysely'
import { addOperator } from '../../src/identity/operators/add-operator.ts'
import type { OperatorRole } from '../../src/registry/operators/operator.ts'
import type { Browser, Page } from '../portal/browser.ts'
import { appCode, PASSWORD, secretIn } from '../portal/people.ts'
import type { ConsoleRig } from './rig.ts'

const HOST = { actor: 'operator:test' }

/** Resolves with the code of the first sign-in. */
export async function invited(rig: ConsoleRig, name: string, role: OperatorRole = 'operator'): Promise<string> {
  const operator = { name, role, mayReadContents: false, invitationSeconds: 3600 }
  const added = await rig.database.transaction((tx) => addOperator(tx, rig.box, operator, HOST))
  if (!added.ok) throw new Error(added.problem.cause)
  return added.value.code
}

/** Up to the page that asks for password and app. */
export async function atProofs(browser: Browser, invitation: string): Promise<Page> {
  return await browser.fill(await browser.get(`/first-sign-in?code=${invitation}`), '/first-sign-in', { invitation })
}

export type Enrolled = { readonly browser: Browser; readonly secret: string; readonly page: Page }

export async function enrolled(rig: ConsoleRig, name: string, role?: OperatorRole): Promise<Enrolled> {
  const browser = rig.visitor()
  const proofs = await atProofs(browser, await invited(rig, name, role))
  const secret = secretIn(proofs)
  const filled = { password: PASSWORD, confirmation: PASSWORD, code: appCode(secret) }
  return { browser, secret, page: await browser.fill(proofs, '/first-sign-in/enrol', filled) }
}

/** Lets a code be used that was shown before the last one; waiting for the next one takes half a minute. */
export async function forgetSteps({ database }: ConsoleRig): Promise<void> {
  await database.queries.updateTable('operator').set({ last_step: 0 }).execute()
}

/** What the audit has of operators, the oldest first. */
export async function told({ database }: ConsoleRig, name: string): Promise<string[]> {
  const rows = await database.queries
    .selectFrom('audit')
    .select(sql<string>`actor || ' ' || action || coalesce(' ' || reason, '')`.as('line'))
    .where('subject', '=', `operator:${name}`)
    .orderBy('audit_no')
    .execute()
  return rows.map(({ line }) => line)
}
