/** Every page of structured reports. */
import type { AnyPageRoute } from '../../page-route.ts'
import { CHANGE_FORMS } from './change-forms.tsx'
import { CHANNEL_PAGE } from './channel-page.tsx'
import { CONFIRMED_CHANGES } from './confirmed-changes.tsx'
import { DETAIL_FORMS } from './detail-forms.tsx'
import { OVERVIEW_PAGES } from './overview.tsx'
import { REPLACE_CHANNEL_PAGES } from './replace-channel.tsx'
import { SEND_PAGE } from './send.tsx'
import { SERVICES_PAGES } from './services-page.tsx'
import { TECHNICAL_USER_ACCOUNT } from './technical-user-account.tsx'
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
  ...CHANGE_FORMS,
  ...TECHNICAL_USER_ACCOUNT,
  ...CONFIRMED_CHANGES,
  ...DETAIL_FORMS,
  CHANNEL_PAGE,
  ...REPLACE_CHANNEL_PAGES,
  ...SERVICES_PAGES,
  SEND_PAGE,
]
