/** Two enterprises with two qualities each, everything that people keep there, and somebody of every role at the first quality of each. */
import { uuidV7 } from '../../../src/base/ids.ts'
import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import type { SessionRules } from '../../../src/identity/living-sessions.ts'
import { beginSession } from '../../../src/identity/sessions.ts'
import { linkTechnicalUser } from '../../../src/registry/link-technical-user.ts'
import { openChannel } from '../../../src/registry/open-channel.ts'
import { appoint } from '../../../src/registry/people/appointments.ts'
import type { Role } from '../../../src/registry/policy/matrix.ts'
import { senderAt } from '../../../src/registry/setup/place.ts'
import { ACT, OFFER, value } from '../../registry/fixtures.ts'
import {
  addUser,
  founded,
  LIMITS,
  MUNICIPALITY,
  NOSS,
  person,
  type Run,
  runIn,
  somebody,
} from '../../registry/people/fixtures.ts'
import { begun, setUp } from '../../registry/setup/wizard.ts'

export const DRAFTED = 'QUAL_COMPANY'
export const QUALITIES = [NOSS, MUNICIPALITY, DRAFTED] as const
export type Quality = (typeof QUALITIES)[number]

export type Member = { readonly accountId: string; readonly token: string }

export type Enterprise = {
  readonly number: EnterpriseNumber
  readonly people: Readonly<Record<Role, Member>>
}

export type World = { readonly here: Enterprise; readonly elsewhere: Enterprise }

export async function makeWorld(database: Database, sessions: SessionRules): Promise<World> {
  return { here: await makeEnterprise(database, sessions), elsewhere: await makeEnterprise(database, sessions) }
}

async function makeEnterprise(database: Database, sessions: SessionRules): Promise<Enterprise> {
  const run = runIn(database)
  const { enterpriseNumber: number, main } = await founded(run, { qualities: QUALITIES })
  for (const qualityCode of [NOSS, MUNICIPALITY]) {
    const { senderNumber } = await setUp(database, { enterpriseNumber: number, qualityCode })
    value(await run((tx) => openChannel(tx, { senderNumber, type: 'ftp', networks: OFFER.networks }, ACT)))
    await send(database, senderNumber)
    await signedIn(run, await appointed(run, { number, role: 'accessManager', qualityCode }), sessions)
    await addUser(run, { enterpriseNumber: number, qualityCode })
  }
  await begun(database, { enterpriseNumber: number, qualityCode: DRAFTED })
  await addUser(run, { enterpriseNumber: number, qualityCode: DRAFTED, grants: [] })
  await tell(database, number)
  const technical = await addUser(run, { enterpriseNumber: number, qualityCode: NOSS })
  const accounts: Record<Role, string> = {
    mainAccessManager: main,
    coMainAccessManager: await appointed(run, { number, role: 'coMainAccessManager', qualityCode: null }),
    accessManager: await holderOf(database, number, NOSS),
    coAccessManager: await appointed(run, { number, role: 'coAccessManager', qualityCode: NOSS }),
    user: (await addUser(run, { enterpriseNumber: number })).accountId,
    technicalUser: await onlyTechnical(database, number, technical),
  }
  await alsoAtDraft(run, number, accounts)
  const people: Partial<Record<Role, Member>> = {}
  for (const [role, accountId] of Object.entries(accounts) as [Role, string][]) {
    people[role] = { accountId, token: await signedIn(run, accountId, sessions) }
  }
  return { number, people: people as Record<Role, Member> }
}

type Appointing = {
  readonly number: EnterpriseNumber
  readonly role: 'coMainAccessManager' | 'accessManager' | 'coAccessManager'
  readonly qualityCode: string | null
  /** Left out: somebody new. */
  readonly who?: string
}

async function appointed(run: Run, { number, role, qualityCode, who }: Appointing): Promise<string> {
  const accountId = who ?? (await somebody(run, person({ firstName: role })))
  const input = { enterpriseNumber: number, role, qualityCode, accountId }
  value(await run((tx) => appoint(tx, input, LIMITS, ACT)))
  return accountId
}

/** Where a set-up has begun, the same people hold the same roles. */
async function alsoAtDraft(
  run: Run,
  number: EnterpriseNumber,
  accounts: Readonly<Record<Role, string>>,
): Promise<void> {
  for (const role of ['accessManager', 'coAccessManager'] as const) {
    await appointed(run, { number, role, qualityCode: DRAFTED, who: accounts[role] })
  }
  const user = { account_id: accounts.user, enterprise_number: number, quality_code: DRAFTED, state: 'active' }
  await run((tx) =>
    tx
      .insertInto('quality_user')
      .values({ ...user, quality_user_id: uuidV7(), created_by: 'test' })
      .execute(),
  )
}

async function holderOf({ queries }: Database, number: string, qualityCode: string): Promise<string> {
  const { account_id } = await queries
    .selectFrom('appointment')
    .select('account_id')
    .where('enterprise_number', '=', number)
    .where('quality_code', '=', qualityCode)
    .where('origin', '=', 'appointment')
    .where('role', '=', 'accessManager')
    .executeTakeFirstOrThrow()
  return account_id
}

/** The technical user is linked while a user, and stays when that ends. */
async function onlyTechnical(
  database: Database,
  enterpriseNumber: EnterpriseNumber,
  { accountId, qualityUserId }: { readonly accountId: string; readonly qualityUserId: string },
): Promise<string> {
  const senderNumber = await senderAt(database.queries, { enterpriseNumber, qualityCode: NOSS })
  if (!senderNumber) throw new TypeError('nothing was set up')
  value(await database.transaction((tx) => linkTechnicalUser(tx, { senderNumber, accountId }, ACT)))
  await database.queries
    .updateTable('quality_user')
    .set({ state: 'deleted' })
    .where('quality_user_id', '=', qualityUserId)
    .execute()
  return accountId
}

/** One set, as far as that it was begun. */
async function send({ queries }: Database, senderNumber: string): Promise<void> {
  const key = `IN/DMFA.${senderNumber}.20261123.00001.R`
  const set = { sender_number: senderNumber, environment: 'R', raw_key: key, routable: true }
  await queries
    .insertInto('submission')
    .values({ ...set, submission_id: uuidV7() })
    .execute()
}

async function tell({ queries }: Database, number: string): Promise<void> {
  for (const quality of [NOSS, MUNICIPALITY]) {
    const notice = { notice_id: uuidV7(), enterprise_number: number, quality_code: quality, kind: 'senderSuspended' }
    await queries
      .insertInto('notice')
      .values({ ...notice, source: uuidV7(), expires_at: new Date(Date.now() + 86_400_000), mailed_at: new Date() })
      .execute()
  }
}

/** With a card, just now. */
async function signedIn(run: Run, accountId: string, sessions: SessionRules): Promise<string> {
  const proven = {
    accountId,
    method: 'eid',
    assurance: 500,
    reaches: null,
    address: '192.0.2.1',
    client: 'a browser',
  } as const
  return (await run((tx) => beginSession(tx, proven, sessions, ACT))).token
}
