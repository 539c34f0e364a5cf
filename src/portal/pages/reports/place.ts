/** Where the pages of structured reports are, and what stands above each of them. */
import type { Crumb } from '../../../http/components/shell.tsx'
import { enterpriseName } from '../../../registry/enterprise-name.ts'
import { decide } from '../../../registry/policy/decide.ts'
import type { Action } from '../../../registry/policy/matrix.ts'
import type { SetupPlace } from '../../../registry/setup/place.ts'
import type { Ask } from '../../ask.ts'
import { enterprisePath, qualityPath } from '../../places.ts'
import { shownNumber } from '../scope.ts'
import { qualityName } from './words.ts'

export const REPORTS = '/enterprises/:enterpriseNumber/qualities/:qualityCode/structured-reports'

export type ReportsPage = Ask<SetupPlace>

/** `reportsPath(ask, 'setup/channel')`. */
export function reportsPath({ params }: Pick<ReportsPage, 'params'>, rest = ''): string {
  return qualityPath(params, rest === '' ? 'structured-reports' : `structured-reports/${rest}`)
}

/** The enterprise, the quality, the area; `here` when the page is below the overview. */
export async function reportsCrumbs(ask: ReportsPage, here?: string): Promise<Crumb[]> {
  const { params, t, ground } = ask
  const { enterpriseNumber, qualityCode } = params
  const name = await enterpriseName(ground.database.queries, enterpriseNumber)
  const number = shownNumber(enterpriseNumber)
  return [
    { label: name === undefined ? number : `${name}, ${number}`, href: enterprisePath(enterpriseNumber) },
    { label: qualityName(ask, qualityCode) },
    { label: t('nav.reports'), ...(here !== undefined && { href: reportsPath(ask) }) },
    ...(here === undefined ? [] : [{ label: here }]),
  ]
}

/** Whether a link to a change is shown; whoever follows one is asked again. */
export function isOpen({ actor, roles, params, ground }: ReportsPage, action: Action): boolean {
  const question = { actor: { accountId: actor.accountId, roles }, action, place: params, isReading: true }
  return decide(question, ground.rules).allowed
}
