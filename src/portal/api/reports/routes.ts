/** Every API route of structured reports. */
import type { AnyApiRoute } from '../../api-route.ts'
import { CHANNEL_ROUTES } from './channels.ts'
import { CONFIGURATION_ROUTES } from './configuration.ts'
import { PROOF_ROUTES } from './proofs.ts'
import { SETUP_ROUTES } from './setups.ts'

export const REPORTS_API: readonly AnyApiRoute[] = [
  ...SETUP_ROUTES,
  ...CONFIGURATION_ROUTES,
  ...CHANNEL_ROUTES,
  ...PROOF_ROUTES,
]
