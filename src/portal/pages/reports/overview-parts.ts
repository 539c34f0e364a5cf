import type { ListedUser } from '../../../registry/people/find-users.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import type { ReportsActivity } from '../../operations/reports-view.ts'
import type { SendingFacts } from '../../reports-ground.ts'
import type { ReportsPage } from './place.ts'

/** What every part of the overview is made from. */
export type Overview = {
  readonly ask: ReportsPage
  readonly reports: ShownReports
  readonly activity: ReportsActivity
  readonly facts: SendingFacts
  /** The user that the technical user is. */
  readonly linked: ListedUser | undefined
}
