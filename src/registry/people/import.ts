/** Takes over what the legal representatives have named: enterprises, their qualities, and their main access managers (spec access.md §4). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { lockEnterprise, registerEnterprise } from '../enterprises.ts'
import { lockImport } from '../locks.ts'
import type { OfferedQuality } from '../qualities.ts'
import type { SecretBox } from '../secret-box.ts'
import type { ImportedEnterprise, RegistryDocument } from './import-document.ts'
import { addQualities } from './import-qualities.ts'
import { type MainAccessManager, nameMainAccessManager } from './main-access-manager.ts'
import { isShutOut, vouchIfReached } from './vouching.ts'

export type ImportInput = {
  readonly document: RegistryDocument
  readonly offered: readonly OfferedQuality[]
  /** Sends the first codes to a main access manager who has not signed in yet; by default none are sent. */
  readonly issue?: IssueActivation
}

/** `link`: a link and a code with which he sets up a code app; `provisional`: user name and provisional password. */
export type IssueActivation = (
  tx: Transaction,
  needed: { readonly accountId: string; readonly kind: ActivationKind },
) => Promise<Result<unknown, Refusal>>

export type ActivationKind = 'link' | 'provisional'

export type NeededActivation = {
  readonly enterpriseNumber: string
  readonly accountId: string
  readonly kind: ActivationKind
}

export type ImportSummary = {
  readonly enterprises: number
  readonly added: number
  readonly replacedManagers: number
  /** Newly named managers who have never signed in, or not by what opens this enterprise, and are reached by the mail address and telephone of the document. */
  readonly activations: readonly NeededActivation[]
}

/**
 * rule 9.12: all of the document or nothing; imported again, it changes nothing. What is not in the document stays. A notification address
 * is taken only where there is none, because the enterprise may have chosen another. Refuses with the path of the enterprise: SLU-INPUT,
 * SLU-STATE (closed, or a quality of a natural person), SLU-UNKNOWN (a quality that is not offered).
 */
export function importRegistry(
  tx: Transaction,
  box: SecretBox,
  { document, offered, issue = noCodes }: ImportInput,
  act: Act,
): Promise<Result<ImportSummary, Refusal>> {
  return allOrNothing(tx, async () => {
    await lockImport(tx)
    await lockAll(tx, document)
    const taken: TakenOver[] = []
    for (const [index, enterprise] of document.enterprises.entries()) {
      const result = await takeOver(tx, box, enterprise, offered, act)
      if (!result.ok) return no(at(`enterprises[${index}]`, result.problem))
      taken.push(result.value)
    }
    const activations = taken.flatMap(({ activation }) => activation ?? [])
    for (const { accountId, kind } of activations) {
      const issued = await issue(tx, { accountId, kind })
      if (!issued.ok) return issued
    }
    return ok(summaryOf(taken, activations))
  })
}

type TakenOver = {
  readonly isNew: boolean
  readonly manager: MainAccessManager
  readonly activation: NeededActivation | null
}

/** In one order, so that two who lock several enterprises do not block each other. */
async function lockAll(tx: Transaction, { enterprises }: RegistryDocument): Promise<void> {
  const numbers = enterprises.map(({ enterpriseNumber }) => enterpriseNumber).sort()
  for (const number of numbers) await lockEnterprise(tx, number)
}

async function takeOver(
  tx: Transaction,
  box: SecretBox,
  enterprise: ImportedEnterprise,
  offered: readonly OfferedQuality[],
  act: Act,
): Promise<Result<TakenOver, Refusal>> {
  const { enterpriseNumber, mainAccessManager } = enterprise
  const isNew = (await lockEnterprise(tx, enterpriseNumber)) === undefined
  const registered = await registerEnterprise(tx, enterprise, act)
  if (!registered.ok) return registered
  await setFirstAddress(tx, enterprise, act)
  const qualities = await addQualities(tx, enterprise, offered, act)
  if (!qualities.ok) return qualities
  const language = mainAccessManager.language ?? enterprise.language ?? 'fr'
  const named = { enterpriseNumber, person: { ...mainAccessManager, language }, otherwise: 'replace' } as const
  const manager = await nameMainAccessManager(tx, box, named, act)
  if (!manager.ok) return manager
  const key = { enterpriseNumber, accountId: manager.value.accountId }
  const isReached = await vouchIfReached(tx, key, mainAccessManager)
  const needsCodes = manager.value.state === 'pendingFirstLogin' || (await isShutOut(tx, key))
  const activation = isReached && needsCodes ? activationOf(enterprise, manager.value) : null
  return ok({ isNew, manager: manager.value, activation })
}

async function setFirstAddress(
  tx: Transaction,
  { enterpriseNumber, notificationEmail }: ImportedEnterprise,
  act: Act,
): Promise<void> {
  if (notificationEmail === undefined) return
  const set = await tx
    .updateTable('enterprise')
    .set(({ eb, fn }) => ({
      notification_email: notificationEmail,
      version: eb('version', '+', 1),
      updated_at: fn('now'),
    }))
    .where('enterprise_number', '=', enterpriseNumber)
    .where('notification_email', 'is', null)
    .returning('enterprise_number')
    .executeTakeFirst()
  if (set) {
    const subject = `enterprise:${enterpriseNumber}` as const
    await recordChange(tx, act, { action: 'enterprise.notificationEmail', subject, after: { isSet: true } })
  }
}

/** Who was there before was sent his codes before; the operator sends them again on request. */
function activationOf(
  { enterpriseNumber, mainAccessManager }: ImportedEnterprise,
  { accountId, outcome }: MainAccessManager,
): NeededActivation | null {
  if (outcome === 'kept') return null
  return { enterpriseNumber, accountId, kind: mainAccessManager.ssin ? 'link' : 'provisional' }
}

function summaryOf(taken: readonly TakenOver[], activations: readonly NeededActivation[]): ImportSummary {
  return {
    enterprises: taken.length,
    added: taken.filter(({ isNew }) => isNew).length,
    replacedManagers: taken.filter(({ manager }) => manager.outcome === 'replaced').length,
    activations,
  }
}

async function noCodes(): Promise<Result<void, Refusal>> {
  return ok(undefined)
}

function at(path: string, problem: Refusal): Refusal {
  return { ...problem, cause: `${path}: ${problem.cause}` }
}
