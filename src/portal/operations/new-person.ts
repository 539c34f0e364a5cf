/** Somebody is entered by a form or by the API: what is said of him, and how he comes in for the first time (spec access.md §6.1, §6.2). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import { parseSsin } from '../../batch/ssin.ts'
import type { Transaction } from '../../database/database.ts'
import { issueActivation } from '../../identity/activation/issue-activation.ts'
import {
  issueProvisional,
  makeProvisionalPassword,
  type ProvisionalPassword,
} from '../../identity/activation/issue-provisional.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { Act } from '../../registry/audit.ts'
import { type PersonInput, soundPerson } from '../../registry/people/persons.ts'
import { isShutOut, vouchIfReached } from '../../registry/people/vouching.ts'
import type { PortalGround } from '../ground.ts'

/** As it was typed; empty where nothing was. */
export type TypedPerson = {
  readonly lastName: string
  readonly firstName: string
  readonly ssin: string
  readonly language: string
  readonly email: string
  readonly mobilePhone: string
}

/** Refuses with SLU-INPUT or SLU-NUMBER, without repeating the number. Who has none must be reachable in two ways. */
export function readPerson(typed: TypedPerson, now: Date): Result<PersonInput, Refusal> {
  const ssin = typed.ssin === '' ? ok(undefined) : parseSsin(typed.ssin, now)
  if (!ssin.ok) return no({ ...ssin.problem, told: { key: 'nationalNumber' } })
  const language = LANGUAGES.find((known) => known === typed.language)
  if (!language) return no(LANGUAGE)
  const { lastName, firstName, email, mobilePhone } = typed
  if (!ssin.value && (email === '' || mobilePhone === '')) return no(REACH_NEEDED)
  return soundPerson({
    ...{ lastName, firstName, language },
    ...(email !== '' && { email }),
    ...(mobilePhone !== '' && { mobilePhone }),
    ...(ssin.value && { ssin: ssin.value }),
  })
}

/** `known`: the account was in use already, and opens the new role as well. `identity`: eID or itsme, for there is no way to reach him. */
export type FirstWay = 'known' | 'identity' | 'activation' | 'provisional'

/** Hashing takes long, so it is done before the transaction; undefined for somebody with a national number. */
export async function prepareFirstWay(
  { identity }: Pick<PortalGround, 'identity'>,
  person: PersonInput,
): Promise<ProvisionalPassword | undefined> {
  return person.ssin === undefined ? makeProvisionalPassword(identity.signIn.passwords) : undefined
}

type Newcomer = {
  readonly enterpriseNumber: string
  readonly accountId: string
  readonly accountState: string
  /** As whoever enters him has named him. */
  readonly person: PersonInput
  readonly provisional: ProvisionalPassword | undefined
}

/**
 * Sends what is needed for the first sign-in, when it has not happened yet, and when password and app were given through another enterprise
 * and do not open the new role. A known number may have been entered before by somebody else, with addresses of his own: codes go to the
 * addresses named now or to none.
 */
export async function giveFirstWay(
  tx: Transaction,
  ground: Pick<PortalGround, 'box' | 'access' | 'identity' | 'publicUrl'>,
  { enterpriseNumber, accountId, accountState, person, provisional }: Newcomer,
  act: Act,
): Promise<FirstWay> {
  const key = { enterpriseNumber, accountId }
  const isReached = await vouchIfReached(tx, key, person)
  if (accountState !== 'pendingFirstLogin' && !(await isShutOut(tx, key))) return 'known'
  if (person.ssin && !isReached) return 'identity'
  const { publicUrl, box } = ground
  const { activationSeconds, provisionalSeconds } = ground.access()
  const { remembered } = ground.identity.passwordRules()
  const issued = await allOrNothing(tx, () =>
    provisional
      ? issueProvisional(tx, box, { accountId, provisional }, { publicUrl, provisionalSeconds, remembered }, act)
      : issueActivation(tx, box, { accountId }, { publicUrl, activationSeconds }, act),
  )
  if (!issued.ok) return 'identity'
  return provisional ? 'provisional' : 'activation'
}

const LANGUAGE = refusal('SLU-INPUT', 'This language is not offered.', `Choose one of ${LANGUAGES.join(', ')}.`, {
  key: 'language',
})
const REACH_NEEDED = refusal(
  'SLU-INPUT',
  'Without a national number, an e-mail address and a mobile telephone are needed.',
  'Give both: the user name is sent to the one and the first password to the other.',
  { key: 'reachNeeded' },
)

/** Nobody gives himself what he may not grant himself afterwards (case R5). */
export const ONESELF = refusal(
  'SLU-RIGHTS',
  'Nobody does this to himself.',
  'Ask another manager of your enterprise.',
  { key: 'oneself' },
)
