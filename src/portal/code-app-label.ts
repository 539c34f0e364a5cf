import type { AppLabel } from '../identity/code-app/set-up.ts'
import type { Visit } from './ask.ts'

/** Long enough to find and install an app. */
export const APP_SECONDS = 3600

/** What the app shows beside its codes. */
export function appLabel({ t }: Pick<Visit, 't'>, username: string | null | undefined): AppLabel {
  return { issuer: t('shell.product'), label: username ?? '' }
}
