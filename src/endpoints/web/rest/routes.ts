/** What the REST service serves below `/REST/structuredReports/v1`: a list for each resource. */
import { documentRoutes } from './document.ts'
import { HEALTH_ROUTES } from './health.ts'
import type { AnyRestRoute } from './route.ts'
import { TRANSFER_ROUTES } from './transfers/routes.ts'

export const REST_ROUTES: readonly AnyRestRoute[] = [
  ...TRANSFER_ROUTES,
  ...HEALTH_ROUTES,
  ...documentRoutes(() => REST_ROUTES),
]
