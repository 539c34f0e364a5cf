/**
 * The steps of the set-up in one go (spec access.md §6.8), for an operator: the same functions as behind the portal, so that both leave
 * the same rows and the same audit.
 */
import type { Refusal } from '../base/refusal.ts'
import { ok, type Result } from '../base/result.ts'
import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import { allOrNothing } from './all-or-nothing.ts'
import type { Act } from './audit.ts'
import { activateEnterprise, registerEnterprise } from './enterprises.ts'
import { activateQuality } from './qualities.ts'
import type { Offer } from './setup/offer.ts'
import { putInForce, type ReportsInForce, type ReportsRequest } from './setup/put-in-force.ts'

export type { Offer } from './setup/offer.ts'
export type { EnrolledChannel } from './setup/put-in-force.ts'

export type EnrolRequest = Omit<ReportsRequest, 'approvedBy'> & { readonly name: string }

export type Enrolment = ReportsInForce & { readonly enterpriseNumber: EnterpriseNumber; readonly quality: string }

/**
 * Enrols an enterprise in one quality, or brings its enrolment up to date: keys and certificates are added, channels and services
 * replaced, the sender number stays, and an FTP password is made for a new channel or on request. All of it or, on any refusal of
 * the steps, nothing. What is suspended is refused and not resumed.
 */
export function enrol(
  tx: Transaction,
  request: EnrolRequest,
  offer: Offer,
  act: Act,
): Promise<Result<Enrolment, Refusal>> {
  return allOrNothing(tx, async () => {
    const active = await settleQuality(tx, request, offer, act)
    if (!active.ok) return active
    const { name: _, ...reports } = request
    // The operator's own act vouches for certificates that name no enterprise (decision 18).
    const inForce = await putInForce(tx, { ...reports, approvedBy: act.actor }, offer, act)
    if (!inForce.ok) return inForce
    const { enterpriseNumber, quality } = request
    return ok({ enterpriseNumber, quality, ...inForce.value })
  })
}

async function settleQuality(
  tx: Transaction,
  { enterpriseNumber, name, language, quality }: EnrolRequest,
  offer: Offer,
  act: Act,
): Promise<Result<void, Refusal>> {
  const named = { enterpriseNumber, legalName: name, ...(language && { language }) }
  const enterprise = await registerEnterprise(tx, named, act)
  if (!enterprise.ok) return enterprise
  const active = await activateEnterprise(tx, enterpriseNumber, act)
  if (!active.ok) return active
  return activateQuality(tx, { enterpriseNumber, qualityCode: quality, offered: offer.qualities }, act)
}
