import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Ssin } from '../../src/batch/ssin.ts'
import type { Database } from '../../src/database/database.ts'
import { beginCodeApp, confirmCodeApp } from '../../src/identity/code-app/set-up.ts'
import { type CodeSettings, codeInStep, DEFAULTS } from '../../src/identity/code-app/totp.ts'
import { createPasswordHasher } from '../../src/identity/passwords/hash.ts'
import type { SignInDeps, SignInRules } from '../../src/identity/sign-in/sign-in-deps.ts'
import type { Visitor } from '../../src/identity/visitor.ts'
import { loginOrigin } from '../../src/registry/login-origin.ts'
import { createSecretBox, makeSecretKey } from '../../src/registry/secret-box.ts'
import { enterpriseNumber, value } from '../registry/fixtures.ts'
import { untilWaiting } from '../support/test-database.ts'

export const box = createSecretBox(makeSecretKey())
export const passwords = createPasswordHasher(() => 2)
export const ACT = { actor: 'system' }
export const PASSWORD = 'Straßenfest2!'

export const SIGN_IN: SignInRules = {
  passwordAlone: true,
  codeApp: true,
  codeRequiresPassword: true,
  attemptSeconds: 600,
  begunPerAddress: 3,
  sessions: { idleSeconds: 1800, sessionSeconds: 28_800, sessionsMax: 20 },
  throttle: { perAccount: 5, perAddress: 30, addressMinutes: 10, lockSeconds: 60, lockSecondsMax: 1800 },
}
export const PASSWORDS = { lengthMax: 128, restrictAlphabet: false, remembered: 5 }

export function depsOf(database: Database, rules: Partial<SignInRules> = {}): SignInDeps {
  const activate: SignInDeps['activate'] = async (tx, { enterpriseNumber: number, method }) => {
    await tx
      .updateTable('enterprise')
      .set({ state: 'active', activation_method: method })
      .where('enterprise_number', '=', number)
      .execute()
    return { ok: true, value: undefined }
  }
  return { database, box, passwords, activate, rules: () => ({ ...SIGN_IN, ...rules }) }
}

export function visitor(address = '192.0.2.1'): Visitor {
  return { origin: loginOrigin(address, null), address, client: 'a browser', traceId: randomUUID() }
}

let count = 0

/** An active enterprise with one active quality. */
export async function enterprise(database: Database, state = 'active'): Promise<string> {
  count += 1
  const number = enterpriseNumber(count)
  await database.queries
    .insertInto('enterprise')
    .values({ enterprise_number: number, legal_name: 'Bakkerij Peeters', state })
    .execute()
  await sql`insert into quality (enterprise_number, quality_code, state) values (${number}, 'QUAL_EMP_NOSS', 'active')`.execute(
    database.queries,
  )
  return number
}

export type Someone = { readonly accountId: string; readonly username: string; readonly enterpriseNumber: string }

export type SomeoneParts = {
  readonly state?: string
  /** Null: none. */
  readonly password?: string | null
  readonly setBy?: string
  readonly expiresInSeconds?: number
  readonly role?: 'mainAccessManager' | 'user' | 'none'
  readonly enterpriseNumber?: string
  readonly ssin?: Ssin
  readonly email?: string | null
  readonly mobilePhone?: string | null
}

/** A person with an account and one role; a user of the quality when nothing is said. */
export async function someone(database: Database, parts: SomeoneParts = {}): Promise<Someone> {
  const { state = 'active', password = PASSWORD, setBy = 'self', role = 'user', ssin } = parts
  const { email = 'jan.peeters@example.be', mobilePhone = '+32470123456', expiresInSeconds } = parts
  const number = parts.enterpriseNumber ?? (await enterprise(database))
  count += 1
  const [personId, accountId, username] = [randomUUID(), randomUUID(), `jpeeters.${count}x`]
  await database.queries
    .insertInto('person')
    .values({
      ...{ person_id: personId, last_name: 'Peeters', first_name: 'Jan', language: 'nl', created_by: 'test' },
      ...{ email, mobile_phone: mobilePhone },
      ...(ssin && { ssin_sealed: box.seal(ssin, 'ssin', personId), ssin_hash: box.fingerprint(ssin, 'ssin') }),
    })
    .execute()
  await database.queries
    .insertInto('account')
    .values({
      ...{ account_id: accountId, person_id: personId, username, state },
      password_hash: password === null ? null : await passwords.hash(password),
      password_set_by: password === null ? null : setBy,
      password_reaches: null,
      vouched_by: null,
      password_expires_at:
        expiresInSeconds === undefined ? null : sql<Date>`now() + make_interval(secs => ${expiresInSeconds})`,
    })
    .execute()
  if (role !== 'none') await giveRole(database, { accountId, enterpriseNumber: number, role })
  return { accountId, username, enterpriseNumber: number }
}

export async function giveRole(
  database: Database,
  held: { readonly accountId: string; readonly enterpriseNumber: string; readonly role: 'mainAccessManager' | 'user' },
): Promise<void> {
  const { accountId, enterpriseNumber: number, role } = held
  const common = { account_id: accountId, enterprise_number: number, state: 'active' }
  if (role === 'user') {
    const row = { ...common, quality_user_id: randomUUID(), quality_code: 'QUAL_EMP_NOSS', created_by: 'test' }
    await database.queries.insertInto('quality_user').values(row).execute()
  } else {
    const row = { ...common, appointment_id: randomUUID(), role, appointed_by: 'test', origin: 'legalRepresentative' }
    await database.queries.insertInto('appointment').values(row).execute()
  }
}

export type App = { readonly settings: CodeSettings; readonly recoveryCodes: readonly string[] }

/** Sets the app up; the step of the code that confirmed it is forgotten, so that a test need not wait for the next one. */
export async function withApp(database: Database, accountId: string): Promise<App> {
  const label = { issuer: 'Sluice', label: 'x' }
  const { secret, token } = await beginCodeApp(database.queries, box, { accountId, label, seconds: 600 })
  const settings: CodeSettings = { ...DEFAULTS, secret }
  const { recoveryCodes } = await database.transaction((tx) =>
    confirmCodeApp(tx, box, { accountId, token, code: codeNow(settings), reaches: null }, ACT).then(value),
  )
  await database.queries.updateTable('code_app').set({ last_step: 0 }).where('account_id', '=', accountId).execute()
  return { settings, recoveryCodes }
}

/** What the app shows now. */
export function codeNow(settings: CodeSettings, stepsAhead = 0): string {
  return codeInStep(settings, Math.floor(Date.now() / 1000 / settings.periodSeconds) + stepsAhead)
}

export function wrongCode(settings: CodeSettings): string {
  const near = [-2, -1, 0, 1, 2].map((step) => codeNow(settings, step))
  return ['000000', '000001', '000002', '000003', '000004', '000005'].find((code) => !near.includes(code)) ?? ''
}

export async function actionsOf(database: Database, subject: string): Promise<string[]> {
  const rows = await database.queries
    .selectFrom('audit')
    .select('action')
    .where('subject', '=', subject)
    .orderBy('audit_no')
    .execute()
  return rows.map(({ action }) => action)
}

export async function stateOf(database: Database, accountId: string): Promise<string | undefined> {
  const row = await database.queries
    .selectFrom('account')
    .select('state')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.state
}

/**
 * Whether `begin` waits for the enterprise without holding the account meanwhile: somebody who changes rights holds the enterprise and then
 * wants the account. Resolves with what comes of it.
 */
export async function whileEnterpriseIsHeld<Answer>(
  database: Database,
  { enterpriseNumber: number, accountId }: Pick<Someone, 'enterpriseNumber' | 'accountId'>,
  begin: () => Promise<Answer>,
): Promise<Answer> {
  const { begun } = await database.transaction(async (tx) => {
    const enterprise = tx.selectFrom('enterprise').select('state').where('enterprise_number', '=', number)
    await enterprise.forNoKeyUpdate().execute()
    const begun = begin()
    await untilWaiting(database)
    await tx.selectFrom('account').select('state').where('account_id', '=', accountId).forUpdate().noWait().execute()
    return { begun }
  })
  return begun
}

/** A refusal with this code and this key of its text. */
export function refused(code: string, key: string) {
  return { ok: false, problem: expect.objectContaining({ code, told: expect.objectContaining({ key }) }) }
}
