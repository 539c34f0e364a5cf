/** Two enterprises, and one person whom both have entered. */
import {
  beginActivationApp,
  finishActivation,
  setActivationPassword,
} from '../../src/identity/activation/finish-activation.ts'
import { redeemActivation } from '../../src/identity/activation/redeem-activation.ts'
import { beginCodeApp, confirmCodeApp } from '../../src/identity/code-app/set-up.ts'
import { type CodeSettings, DEFAULTS } from '../../src/identity/code-app/totp.ts'
import { changeOwnPassword } from '../../src/identity/passwords/change-own-password.ts'
import { choosePassword } from '../../src/identity/passwords/choose-password.ts'
import { resetPassword } from '../../src/identity/passwords/set-password.ts'
import { beginSession, findSession } from '../../src/identity/sessions.ts'
import { finishWithCode, signInByCodeAlone } from '../../src/identity/sign-in/by-code.ts'
import { signInByPassword } from '../../src/identity/sign-in/by-password.ts'
import type { Held } from '../../src/identity/sign-in/prove-again.ts'
import { addUser } from '../../src/portal/operations/add-user.ts'
import { reachOf } from '../../src/registry/policy/reach.ts'
import { codeNow, PASSWORDS, SIGN_IN, visitor } from '../identity/fixtures.ts'
import { ACT, value } from '../registry/fixtures.ts'
import { actor, BOX, founded, NOSS, ssin } from '../registry/people/fixtures.ts'
import { type Portal, peoplePortal } from './people-rig.ts'

export type Addresses = { readonly email: string; readonly mobilePhone: string }
export type Where = 'here' | 'there'
export type Codes = { readonly link: string; readonly code: string }

const LABEL = { issuer: 'Sluice', label: 'x' }
const FRESH = { ...PASSWORDS, freshSeconds: 300, freshAssurance: 400 }

let people = 100
let visits = 0

/** `here` is where the attacker manages; `there` is where the victim gets a role as well. */
export async function twoEnterprises() {
  const portal = await peoplePortal()
  return { portal, here: await founded(portal.run), there: await founded(portal.run) }
}

export type Two = Awaited<ReturnType<typeof twoEnterprises>>

/** Somebody with a number of his own, whom nobody has entered yet. */
export function victimOf({ portal, ...at }: Two) {
  people += 1
  const number = ssin(people)
  const { database, run, ground } = portal
  const { queries } = database
  const deps = ground.identity.signIn
  const codeAlone = { ...deps, rules: () => ({ ...SIGN_IN, codeRequiresPassword: false }) }
  const nameOf = (enterprise: string) => (['here', 'there'] as const).find((w) => at[w].enterpriseNumber === enterprise)

  const victim = {
    number,
    async accountId(): Promise<string> {
      const row = await queries
        .selectFrom('account')
        .innerJoin('person', 'person.person_id', 'account.person_id')
        .select('account_id')
        .where('ssin_hash', '=', BOX.fingerprint(number, 'ssin'))
        .executeTakeFirstOrThrow()
      return row.account_id
    },
    /** The main access manager of that enterprise makes him a user; answers how he comes in. */
    async enter(where: Where, addresses: Addresses): Promise<string> {
      const { enterpriseNumber, main } = at[where]
      const person = { lastName: 'Victim', firstName: 'Vera', language: 'nl', ssin: number, ...addresses } as const
      const asked = { enterpriseNumber, qualityCode: NOSS, person, grants: [], employmentConfirmed: true }
      return value(await addUser({ actor: actor(main), ground }, asked)).firstWay
    },
    async resetBy(where: Where, password: string): Promise<void> {
      const accountId = await victim.accountId()
      const choice = { accountId, password, confirmation: password, isForAnother: true }
      const chosen = value(await choosePassword({ ...deps, queries }, choice, PASSWORDS))
      const asked = { password: chosen, enterpriseNumber: at[where].enterpriseNumber }
      value(await run((tx) => resetPassword(tx, asked, { remembered: 5, temporarySeconds: 3600 }, ACT)))
    },
    /** Link and code become a password and an app. */
    async redeem({ link, code }: Codes, password: string): Promise<CodeSettings> {
      const { attempt } = value(
        await run((tx) => redeemActivation(tx, BOX, { link, code, origin: guest().origin }, SIGN_IN.throttle)),
      )
      const chosen = { attempt, password, confirmation: password }
      value(await setActivationPassword(deps, chosen, { rules: PASSWORDS, visitor: guest() }))
      const { token, secret } = value(await beginActivationApp(queries, BOX, { attempt, label: LABEL, seconds: 600 }))
      const settings = { ...DEFAULTS, secret }
      value(await finishActivation(deps, { attempt, app: token, code: codeNow(settings) }, guest()))
      return settings
    },
    byPassword: async (password: string): Promise<Held> => heldBy(value(await victim.tryPassword(password))),
    async tryPassword(password: string) {
      return await signInByPassword(deps, { username: await usernameOf(), password }, guest())
    },
    async byPasswordAndCode(password: string, app: CodeSettings): Promise<Held> {
      const begun = value(await victim.tryPassword(password))
      if (begun.next !== 'code') throw new Error('no code was asked for')
      await forgetStep()
      return heldBy(value(await finishWithCode(deps, { attempt: begun.attempt, code: codeNow(app) }, guest())))
    },
    async byCodeAlone(app: CodeSettings): Promise<Held> {
      await forgetStep()
      const asked = { username: await usernameOf(), code: codeNow(app) }
      return heldBy(value(await signInByCodeAlone(codeAlone, asked, guest())))
    },
    async byCard(): Promise<Held> {
      const card = { method: 'eid', assurance: 500, reaches: null, address: '192.0.2.1', client: '' } as const
      const accountId = await victim.accountId()
      return heldBy({
        next: 'session',
        ...(await run((tx) => beginSession(tx, { accountId, ...card }, SIGN_IN.sessions, ACT))),
      })
    },
    async choose(held: Held, password: string): Promise<void> {
      const chosen = { oldPassword: null, password, confirmation: password }
      value(await changeOwnPassword(deps, held, chosen, { rules: FRESH, visitor: guest() }))
    },
    async newApp({ session }: Held): Promise<CodeSettings> {
      const { accountId, sessionId, reaches } = session
      const { token, secret } = await beginCodeApp(queries, BOX, { accountId, label: LABEL, seconds: 600 })
      const asked = { accountId, sessionId, reaches, token, code: codeNow({ ...DEFAULTS, secret }) }
      value(await run((tx) => confirmCodeApp(tx, BOX, asked, ACT)))
      await forgetStep()
      return { ...DEFAULTS, secret }
    },
    heldBy,
    /** What a request of this session reaches. */
    async reached({ token }: Pick<Held, 'token'>): Promise<string[]> {
      const session = await findSession(queries, token, SIGN_IN.sessions)
      const roles = session ? await reachOf(queries, session) : []
      return [...new Set(roles.map(({ enterpriseNumber }) => nameOf(enterpriseNumber) ?? enterpriseNumber))].sort()
    },
  }
  return victim

  async function heldBy(admitted: object): Promise<Held> {
    if (!('token' in admitted) || typeof admitted.token !== 'string') throw new Error('there is no session')
    const session = await findSession(queries, admitted.token, SIGN_IN.sessions)
    if (!session) throw new Error('the session does not hold')
    return { session, token: admitted.token }
  }
  async function usernameOf(): Promise<string> {
    const account = queries.selectFrom('account').select('username')
    const row = await account.where('account_id', '=', await victim.accountId()).executeTakeFirstOrThrow()
    return row.username ?? ''
  }
  /** A code is good once; a test does not wait for the next one. */
  async function forgetStep(): Promise<void> {
    const app = queries.updateTable('code_app').set({ last_step: 0 })
    await app.where('account_id', '=', await victim.accountId()).execute()
  }
}

/** What left last, wherever it went. */
export async function latestCodes({ database }: Portal): Promise<Codes & { readonly to: string }> {
  const messages = database.queries.selectFrom('outgoing_message').select(['message_id', 'body_sealed'])
  const mail = await messages.where('medium', '=', 'mail').orderBy('created_at', 'desc').executeTakeFirstOrThrow()
  const sms = await messages.where('after_message_id', '=', mail.message_id).executeTakeFirstOrThrow()
  const [told, texted] = [mail, sms].map((row) =>
    JSON.parse(BOX.open(row.body_sealed ?? Buffer.of(), 'message', row.message_id)),
  )
  return { to: told.to, link: new URL(told.values.url).searchParams.get('link') ?? '', code: texted.values.code }
}

/** From an address of its own each time, so that nobody is made to wait. */
function guest() {
  visits += 1
  return visitor(`198.51.100.${visits}`)
}
