/** Every page of structured reports. */
import type { AnyPageRoute } from '../../page-route.ts'
import { OVERVIEW_PAGES } from './overview.tsx'
import { CERTIFICATE_STEP } from './wizard-certificate.tsx'
import { WIZARD_ENDS } from './wizard-ends.tsx'
import { WIZARD_STEPS } from './wizard-steps.tsx'
import { SUMMARY_PAGES } from './wizard-summary.tsx'

export const REPORTS_PAGES: readonly AnyPageRoute[] = [
  ...OVERVIEW_PAGES,
  ...WIZARD_ENDS,
  ...WIZARD_STEPS,
  ...CERTIFICATE_STEP,
  ...SUMMARY_PAGES,
]
