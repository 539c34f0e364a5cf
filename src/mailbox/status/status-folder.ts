/**
 * STATUS: a generated, read-only folder for people without a web page (decision 32). It is a view of its own: nothing of the six
 * folders is touched by it, and where the sender's switch is off nothing is different at all.
 */
import type { Now } from '../../base/clock.ts'
import type { Queries } from '../../database/database.ts'
import { statusIsShown } from '../../registry/status-folder.ts'
import type { Entry, Visitor } from '../mailbox.ts'
import type { MailboxSettings } from '../settings.ts'
import { LastChanges } from './last-changes.ts'
import { makeStatusFiles } from './make-status-files.ts'
import { Recent } from './recent.ts'

export const STATUS_FOLDER = 'STATUS'

export type StatusFile = Entry & { readonly content: Uint8Array }

export type StatusFolder = {
  /** Whether the visitor's channel shows the folder; asked anew each time, so that the switch is in force at once. */
  isShown(visitor: Visitor): Promise<boolean>
  /** By name. Made anew when the last ones are some seconds old, so that what is listed is also what is then read. */
  files(visitor: Visitor): Promise<readonly StatusFile[]>
}

export type StatusDeps = {
  readonly queries: Queries
  readonly settings: MailboxSettings
  readonly now: Now
  /** A clock that never jumps, in milliseconds. */
  readonly ticks: () => number
}

export function createStatusFolder({ queries, settings, now, ticks }: StatusDeps): StatusFolder {
  const changes = new LastChanges(now)
  const recent = new Recent<readonly StatusFile[]>({
    make: (sender) => makeStatusFiles(sender, { queries, settings, now, changes }),
    sizeOf: (files) => files.reduce((bytes, { content }) => bytes + content.length, 0),
    seconds: () => settings.limits.statusSeconds,
    bytesMax: () => settings.limits.statusBytes,
    ticks,
  })
  return {
    isShown: ({ sender, channel }) => statusIsShown(queries, sender, channel),
    files: ({ sender }) => recent.of(sender),
  }
}
