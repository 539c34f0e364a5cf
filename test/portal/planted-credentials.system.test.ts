/** Somebody enters the number of another person to come by what that one gets elsewhere (rule 11.19, rule 11.20, rule 11.21, case R23). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invite } from '../../src/cli/invite.ts'
import { issueActivation } from '../../src/identity/activation/issue-activation.ts'
import { findSession } from '../../src/identity/sessions.ts'
import { type Held, proveAgainByCode } from '../../src/identity/sign-in/prove-again.ts'
import { findUser, listUsers } from '../../src/registry/people/find-users.ts'
import { importRegistry } from '../../src/registry/people/import.ts'
import { parseRegistryDocument } from '../../src/registry/people/import-document.ts'
import { editOwnData } from '../../src/registry/people/own-data.ts'
import { codeNow, passwords, refused, SIGN_IN, visitor } from '../identity/fixtures.ts'
import { ACT, enterpriseNumber, OFFER, value } from '../registry/fixtures.ts'
import { BOX, NOSS } from '../registry/people/fixtures.ts'
import { type Addresses, latestCodes, type Two, twoEnterprises, victimOf } from './planted-rig.ts'

let two: Two
beforeAll(async () => {
  two = await twoEnterprises()
})
afterAll(() => two?.portal[Symbol.asyncDispose]())

const OWN = { email: 'victim@example.be', mobilePhone: '+32470000011' }
const PLANTED = { email: 'planted@evil.example', mobilePhone: '+32470000066' }
const FIRST = 'first;password;12'
const SECOND = 'second;password;34'
const ISSUE = { publicUrl: 'https://portal.example', activationSeconds: 3600 }

test('codes sent to the addresses of one enterprise make nothing that opens another one', async () => {
  const victim = victimOf(two)
  expect(await victim.enter('here', PLANTED)).toBe('activation')
  const planted = await victim.redeem(await latestCodes(two.portal), FIRST)
  expect(await victim.enter('there', OWN)).toBe('identity')
  const inside = await victim.byPasswordAndCode(FIRST, planted)
  expect(await victim.reached(inside)).toEqual(['here'])
  expect(await victim.reached(await victim.byCodeAlone(planted))).toEqual(['here'])
  expect(await look(inside)).toEqual({ here: 200, there: 404, roles: [two.here.enterpriseNumber], hint: true })
})

test('nor does a password that a manager has set, whoever changes it afterwards', async () => {
  const victim = victimOf(two)
  await victim.enter('here', OWN)
  await victim.resetBy('here', FIRST)
  await victim.enter('there', OWN)
  const limited = await victim.byPassword(FIRST)
  expect([limited.session.isLimited, await victim.reached(limited)]).toEqual([true, ['here']])
  await victim.choose(limited, SECOND)
  expect(await victim.reached(await victim.byPassword(SECOND))).toEqual(['here'])
})

test('nor addresses that are made to look right afterwards; whoever is reached there gets codes of his own', async () => {
  const victim = victimOf(two)
  await victim.enter('here', PLANTED)
  const planted = await victim.redeem(await latestCodes(two.portal), FIRST)
  const inside = await victim.byPasswordAndCode(FIRST, planted)
  await changeData(inside.session, OWN)
  expect([await victim.enter('there', OWN), (await latestCodes(two.portal)).to]).toEqual(['activation', OWN.email])
  expect(await victim.reached(await victim.byPasswordAndCode(FIRST, planted))).toEqual(['here'])

  const own = await victim.redeem(await latestCodes(two.portal), SECOND)
  expect(await victim.reached(inside)).toEqual([])
  expect(await victim.tryPassword(FIRST)).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
  expect(await victim.reached(await victim.byPasswordAndCode(SECOND, own))).toEqual(['here', 'there'])
})

test('nor addresses that are changed after the other enterprise has stood for them', async () => {
  const victim = victimOf(two)
  await victim.enter('here', OWN)
  await victim.resetBy('here', FIRST)
  await victim.enter('there', OWN)
  const inside = await victim.byPassword(FIRST)
  await changeData(inside.session, PLANTED)
  const accountId = await victim.accountId()
  value(await two.portal.run((tx) => issueActivation(tx, BOX, { accountId }, ISSUE, ACT)))
  const planted = await victim.redeem(await latestCodes(two.portal), SECOND)
  expect(await victim.reached(await victim.byPasswordAndCode(SECOND, planted))).toEqual(['here'])
})

test('codes that went to addresses which both enterprises have named open both', async () => {
  const victim = victimOf(two)
  expect([await victim.enter('here', OWN), await victim.enter('there', OWN)]).toEqual(['activation', 'activation'])
  const app = await victim.redeem(await latestCodes(two.portal), FIRST)
  expect(await victim.reached(await victim.byPasswordAndCode(FIRST, app))).toEqual(['here', 'there'])
})

test('what is chosen after a card opens everything, and the planted app still does not', async () => {
  const victim = victimOf(two)
  await victim.enter('here', PLANTED)
  const planted = await victim.redeem(await latestCodes(two.portal), FIRST)
  await victim.enter('there', OWN)
  const card = await victim.byCard()
  expect(await victim.reached(card)).toEqual(['here', 'there'])
  await victim.choose(card, SECOND)
  expect(await victim.reached(await victim.byCodeAlone(planted))).toEqual(['here'])
  const app = await victim.newApp(await victim.byCard())
  expect(await victim.reached(await victim.byCodeAlone(app))).toEqual(['here', 'there'])
  const held = await victim.byPasswordAndCode(SECOND, app)
  const both = [two.here.enterpriseNumber, two.there.enterpriseNumber].sort()
  expect(await look(held)).toEqual({ here: 200, there: 200, roles: both, hint: false })
  expect(await victim.enter('there', OWN).catch(({ message }) => message)).toContain('SLU-CONFLICT')
})

test('who enters a known number is shown nothing that somebody else has given (rule 9.13)', async () => {
  const victim = victimOf(two)
  await victim.enter('here', OWN)
  expect(await shown(two.here, victim)).toEqual({ ...OWN, hasLastLogin: false })
  await victim.redeem(await latestCodes(two.portal), FIRST)
  await victim.enter('there', PLANTED)
  expect([await shown(two.here, victim), await shown(two.there, victim)]).toEqual([
    { ...OWN, hasLastLogin: true },
    { email: null, mobilePhone: null, hasLastLogin: false },
  ])
  const { session } = await victim.byCard()
  await changeData(session, PLANTED)
  expect(await shown(two.there, victim)).toEqual({ email: null, mobilePhone: null, hasLastLogin: false })
})

test('a proof again adds what it reaches', async () => {
  const victim = victimOf(two)
  await victim.enter('here', OWN)
  await victim.resetBy('here', FIRST)
  await victim.enter('there', OWN)
  const held = await victim.byPassword(FIRST)
  const app = await victim.newApp(await victim.byCard())
  const again = value(await proveAgainByCode(two.portal.ground.identity.signIn, held, codeNow(app), visitor()))
  expect(await victim.reached(again)).toEqual(['here', 'there'])
  expect(await findSession(two.portal.database.queries, held.token, SIGN_IN.sessions)).toBeNull()
})

test('where password and app open nothing that is left, that is said', async () => {
  const victim = victimOf(two)
  await victim.enter('there', OWN)
  await two.portal.database.queries
    .updateTable('account')
    .set({ password_hash: await passwords.hash(FIRST), password_set_by: 'self', state: 'active' })
    .set({ password_reaches: [two.here.enterpriseNumber] })
    .where('account_id', '=', await victim.accountId())
    .execute()
  expect(await victim.tryPassword(FIRST)).toEqual(refused('SLU-METHOD', 'givenElsewhere'))
})

test('an enterprise that waits for the victim is not activated by them', async () => {
  const victim = victimOf(two)
  await victim.enter('here', PLANTED)
  const planted = await victim.redeem(await latestCodes(two.portal), FIRST)
  const waiting = await imported(victim.number, OWN)
  await victim.byPasswordAndCode(FIRST, planted)
  expect(await stateOf(waiting)).toBe('pendingActivation')
  const confirmed = await imported(victim.number, PLANTED)
  await victim.redeem(await latestCodes(two.portal), SECOND)
  expect([await stateOf(waiting), await stateOf(confirmed)]).toEqual(['pendingActivation', 'active'])
})

test('an operator sends first codes only where the enterprise stands for the addresses, or he himself', async () => {
  const victim = victimOf(two)
  await victim.enter('here', PLANTED)
  const waiting = await imported(victim.number, OWN)
  const ask = (parts: object) => inviteFor(waiting, parts)
  expect(await ask({})).toMatchObject({ ok: false, problem: { code: 'SLU-STATE' } })
  expect([await ask({ addresses: OWN }), (await latestCodes(two.portal)).to]).toEqual([
    { ok: true, value: 'link' },
    OWN.email,
  ])
  const own = await victim.redeem(await latestCodes(two.portal), FIRST)
  expect(await victim.reached(await victim.byPasswordAndCode(FIRST, own))).toEqual([waiting])
  expect(await ask({ addresses: PLANTED })).toMatchObject({ ok: false, problem: { code: 'SLU-STATE' } })
  expect(await ask({ addresses: PLANTED, lost: 'a call' })).toEqual({ ok: true, value: 'link' })
})

test('an operator who gives the same addresses for a second enterprise takes nothing from the first', async () => {
  const victim = victimOf(two)
  const addresses = { email: 'Vera@example.be', mobilePhone: '+32 470 00 00 11' }
  const numbers = [await imported(victim.number, PLANTED), await imported(victim.number, OWN)] as const
  for (const number of numbers) expect(await inviteFor(number, { addresses })).toEqual({ ok: true, value: 'link' })
  const app = await victim.redeem(await latestCodes(two.portal), FIRST)
  expect(await victim.reached(await victim.byPasswordAndCode(FIRST, app))).toEqual([...numbers].sort())
})

function inviteFor(number: Parameters<typeof invite>[1]['enterpriseNumber'], parts: object) {
  const issue: Parameters<typeof invite>[2] = (tx, { accountId }) => issueActivation(tx, BOX, { accountId }, ISSUE, ACT)
  const asked = { enterpriseNumber: number, ...parts }
  return two.portal.run((tx) => invite(tx, asked, issue, { ...ACT, reason: 'a call' }))
}

/** What an enterprise sees of him among its users. */
async function shown({ enterpriseNumber: number }: Two['here'], victim: ReturnType<typeof victimOf>) {
  const { queries } = two.portal.database
  const accountId = await victim.accountId()
  const place = { enterpriseNumber: number, qualityCode: NOSS }
  const listed = (await listUsers(queries, { ...place, limit: 100 })).find((user) => user.accountId === accountId)
  const found = await findUser(queries, BOX, { ...place, qualityUserId: listed?.qualityUserId ?? '' })
  const hasLastLogin = [listed?.lastLoginAt, found?.lastLoginAt].every((at) => at instanceof Date)
  return { email: found?.email, mobilePhone: found?.mobilePhone, hasLastLogin }
}

/** What the portal shows and tells to this session. */
async function look({ session: { accountId }, token }: Held) {
  const person = { accountId, token }
  const page = async ({ enterpriseNumber: number }: Two['here']) =>
    (await two.portal.get(person, `/enterprises/${number}`)).statusCode
  const me = (await two.portal.api(person, 'GET', '/me')).json<{ roles: { enterpriseNumber: string }[] }>()
  const profile = (await two.portal.get(person, '/profile')).payload
  return {
    ...{ here: await page(two.here), there: await page(two.there) },
    roles: me.roles.map(({ enterpriseNumber: number }) => number).sort(),
    hint: profile.includes('Wachtwoord en app openen alleen de ondernemingen'),
  }
}

function changeData(
  { accountId, reaches }: { readonly accountId: string; readonly reaches: readonly string[] | null },
  to: Addresses,
) {
  const change = { ...to, accountId, reaches, expectedVersion: 1, language: 'nl' } as const
  return two.portal.run((tx) => editOwnData(tx, change, ACT)).then(value)
}

let enterprises = 60_000

/** An enterprise that waits for its main access manager; codes leave if he is reached there. */
async function imported(ssin: string, addresses: Addresses) {
  enterprises += 1
  const number = enterpriseNumber(enterprises)
  const mainAccessManager = { lastName: 'Victim', firstName: 'Vera', ssin, ...addresses }
  const entry = { enterpriseNumber: number, legalName: 'X', qualities: [{ code: 'QUAL_EMP_NOSS' }], mainAccessManager }
  const document = value(parseRegistryDocument(JSON.stringify({ enterprises: [entry] }), new Date()))
  const issue: Parameters<typeof invite>[2] = (tx, { accountId }) => issueActivation(tx, BOX, { accountId }, ISSUE, ACT)
  value(await two.portal.run((tx) => importRegistry(tx, BOX, { document, offered: OFFER.qualities, issue }, ACT)))
  return number
}

async function stateOf(number: string) {
  const row = two.portal.database.queries.selectFrom('enterprise').select('state')
  return (await row.where('enterprise_number', '=', number).executeTakeFirstOrThrow()).state
}
