/** How many files with wrong names a sender may bring. Right names need no such limit: a set has fewer than two hundred of them. */
import type { Refusal } from '../base/refusal.ts'
import { isTrigger, parseFileName } from '../batch/file-name.ts'
import type { Route } from '../batch/set-key.ts'
import type { Queries } from '../database/database.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import { nameFaultsOfLastHour, roomOfSet } from '../ledger/usage.ts'
import { setIsFull, tooManyNameFaults } from './refusals.ts'
import type { MailboxSettings } from './settings.ts'

export type MisnamedDeps = {
  readonly queries: Queries
  readonly settings: MailboxSettings
  /** The uploads of a set that this process receives, without the one that asks. */
  readonly uploadsOf: (set: SetPlace) => readonly unknown[]
  /** The same of a sender's uploads whose names tell no set. */
  readonly unroutableOf: (sender: string) => readonly unknown[]
}

export type ArrivingName = {
  readonly sender: string
  readonly name: string
  readonly route: Route
  /** Its name until now, when a file is renamed; it may be a member of the same set. */
  readonly from: string | null
}

/** Null when a file of this name may come. The usual file is well named and costs no look into the database. */
export async function misnamedRefusal(arriving: ArrivingName, deps: MisnamedDeps): Promise<Refusal | null> {
  const { sender, name, route } = arriving
  if (route.kind === 'temporary' || parseFileName(name).ok) return null
  return route.kind === 'unroutable'
    ? nameFaultRefusal(sender, deps)
    : setRefusal(arriving, isTrigger(route.mark), { sender, rawKey: route.rawKey }, deps)
}

/** Misnamed members wait for their GO (decision 4), but not without number. */
async function setRefusal(
  { name, from }: ArrivingName,
  trigger: boolean,
  set: SetPlace,
  { queries, settings, uploadsOf }: MisnamedDeps,
): Promise<Refusal | null> {
  const { filesPerSet } = settings.limits
  const { others, hasName, hasGo } = await roomOfSet(queries, set, { name, from })
  // A GO ends the wait of its set and so makes room; a second one is a file like any other.
  if (hasName || (trigger && !hasGo)) return null
  return others + uploadsOf(set).length >= filesPerSet ? setIsFull(filesPerSet) : null
}

/** Files whose names tell no set are judged one by one (decision 4). */
async function nameFaultRefusal(
  sender: string,
  { queries, settings: { limits }, unroutableOf }: MisnamedDeps,
): Promise<Refusal | null> {
  const faults = (await nameFaultsOfLastHour(queries, sender)) + unroutableOf(sender).length
  return faults >= limits.nameFaultsPerHour ? tooManyNameFaults(limits.nameFaultsPerHour) : null
}
