/** What the REST service serves below `/REST/structuredReports/v1`: a list for each resource. */
import { CHECK_ROUTES } from './checks/routes.ts'
import { documentRoutes } from './document.ts'
import { HEALTH_ROUTES } from './health.ts'
import { LOOKUP_ROUTES } from './lookups.ts'
import { MESSAGE_ROUTES } from './messages.ts'
import { REF_DATA_ROUTES } from './ref-data.ts'
import type { AnyRestRoute } from './route.ts'
import { TRANSFER_ROUTES } from './transfers/routes.ts'

export const REST_ROUTES: readonly AnyRestRoute[] = [
  ...TRANSFER_ROUTES,
  ...CHECK_ROUTES,
  ...MESSAGE_ROUTES,
  ...LOOKUP_ROUTES,
  ...REF_DATA_ROUTES,
  ...HEALTH_ROUTES,
  ...documentRoutes(() => REST_ROUTES),
]
