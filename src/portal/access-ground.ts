/** What of the configuration the pages about people need. Asked each time, so that a reload is in force at once. */
import type { Language } from '../batch/languages.ts'
import type { AppointmentLimits } from '../registry/people/appointment-rules.ts'
import type { UserLimits } from '../registry/people/quality-users.ts'
import type { OfferedQuality } from '../registry/qualities.ts'

type Labels = Readonly<Record<Language, string>>

export type LabelledQuality = OfferedQuality & { readonly labels: Labels }
export type LabelledService = { readonly code: string; readonly labels: Labels }

export type AccessSettings = {
  /** Everything an enterprise can be, and everything it can use. */
  readonly qualities: readonly LabelledQuality[]
  readonly services: readonly LabelledService[]
  readonly appointments: AppointmentLimits
  readonly users: UserLimits
  /** Entries of refused access in the audit, for one account. */
  readonly refusalsPerHour: number
  /** For which a password set by a manager can be used. */
  readonly temporarySeconds: number
  readonly activationSeconds: number
  readonly provisionalSeconds: number
  /** Most rows of a file to take along. */
  readonly exportRows: number
}

export type AccessGround = () => AccessSettings

/** The name of a quality or a service; its code where the configuration no longer has it. */
export function labelOf(
  offered: readonly { readonly code: string; readonly labels: Labels }[],
  code: string,
  language: Language,
): string {
  return offered.find((each) => each.code === code)?.labels[language] || code
}
