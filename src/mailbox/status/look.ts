import type { Now } from '../../base/clock.ts'
import type { Language } from '../../batch/languages.ts'
import type { Queries } from '../../database/database.ts'
import type { MailboxSettings } from '../settings.ts'
import type { LastChanges } from './last-changes.ts'
import type { StatusFile } from './status-folder.ts'

export type Making = {
  readonly queries: Queries
  readonly settings: MailboxSettings
  readonly now: Now
  readonly changes: LastChanges
}

/** One reader's look: everything below is asked for this sender only. */
export type Look = Making & {
  readonly sender: string
  readonly language: Language
  readonly at: Date
  /** `YYYY-MM-DD` in Brussels. */
  readonly today: string
}

export function fileOf(name: string, content: Uint8Array, modifiedAt: Date): StatusFile {
  return { name, content, bytes: content.length, modifiedAt }
}

/** Of those that are known; at least one is. */
export function latest(dates: readonly (Date | null)[]): Date {
  return new Date(Math.max(...dates.map((date) => date?.getTime() ?? 0)))
}
