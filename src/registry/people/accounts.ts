/** One account per person, whatever he does for however many enterprises (spec access.md §3, §6.2; rule 9.4). */
import { randomInt } from 'node:crypto'
import { uuidV7 } from '../../base/ids.ts'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { type AccountState, lockAccount, moveAccount } from './account-states.ts'
import { latinLetters } from './names.ts'

export type EnsuredAccount = {
  readonly accountId: string
  readonly state: AccountState
}

const LETTERS_MAX = 8
/** Without letters and digits that are taken for one another when they are read aloud or copied. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'
const RANDOM_LETTERS = 6

/** The person's account, open: made when he has none, opened again when it was closed. It stays locked until the transaction ends. */
export async function ensureAccount(tx: Transaction, personId: string, act: Act): Promise<EnsuredAccount> {
  for (;;) {
    const present = await accountOf(tx, personId)
    if (present) return { accountId: present, state: unwrapped(await openAccount(tx, present, act)) }
    const added = await addAccount(tx, personId, act)
    if (added) return { accountId: added, state: 'pendingFirstLogin' }
  }
}

/**
 * Holds the account open for a role that is about to be given to it; whoever closes unused accounts waits until then. Every function that
 * gives a role calls this. Refuses with SLU-UNKNOWN.
 */
export async function openAccount(
  tx: Transaction,
  accountId: string,
  act: Act,
): Promise<Result<AccountState, Refusal>> {
  const state = await lockAccount(tx, accountId)
  return state.ok && state.value === 'closed' ? moveAccount(tx, accountId, 'reopen', act) : state
}

/** `jpeeters.k7x2pm`: letters of the name where it has Latin ones, and chance, so that nobody guesses who has an account (case R24). */
export function makeUsername(person: { readonly lastName: string; readonly firstName: string }): string {
  const letters = `${latinLetters(person.firstName).slice(0, 1)}${latinLetters(person.lastName)}`.slice(0, LETTERS_MAX)
  const chance = Array.from({ length: RANDOM_LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)])
  return `${letters || 'user'}.${chance.join('')}`
}

async function accountOf(tx: Transaction, personId: string): Promise<string | undefined> {
  const row = await tx.selectFrom('account').select('account_id').where('person_id', '=', personId).executeTakeFirst()
  return row?.account_id
}

/** Undefined when another one was there first, for this person or under this name. */
async function addAccount(tx: Transaction, personId: string, act: Act): Promise<string | undefined> {
  const person = await tx
    .selectFrom('person')
    .select(['last_name as lastName', 'first_name as firstName'])
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  const added = await tx
    .insertInto('account')
    .values({ account_id: uuidV7(), person_id: personId, username: makeUsername(person), state: 'pendingFirstLogin' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .executeTakeFirst()
  if (!added) return undefined
  const subject = `account:${added.account_id}` as const
  await recordChange(tx, act, { action: 'account.opened', subject, after: { personId, state: 'pendingFirstLogin' } })
  return added.account_id
}

/** An account that was found by its person is there: accounts are never removed. */
function unwrapped(state: Result<AccountState, Refusal>): AccountState {
  if (!state.ok) throw new TypeError(`an account is gone: ${state.problem.cause}`)
  return state.value
}
