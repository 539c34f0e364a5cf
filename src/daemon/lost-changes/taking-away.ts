/** rule 31.11: which lost changes are made again: those that only take a right away, and were not taken back later. Pure. */
import type { CopiedEntry } from '../../registry/audit-copy.ts'

type Said = Pick<CopiedEntry, 'action' | 'subject' | 'detail'>

/** What takes a right away, and what gives the same right back. */
// biome-ignore format: a table
const BACK: Readonly<Record<string, string | null>> = {
  'certificate.revoke':  null,
  'certificate.remove':  null,
  'certificate.reject':  null,
  'sshKey.removed':      null,
  'channel.suspend':     'channel.resume',
  'channel.remove':      null,
  'sender.suspend':      'sender.resume',
  'sender.close':        null,
  'enterprise.suspend':  'enterprise.resume',
  'enterprise.close':    null,
  'user.lock':           'user.unlock',
  'user.delete':         null,
  'appointment.end':     null,
  'account.close':       null,
  'operator.locked':     'operator.unlocked',
  'operator.deleted':    null,
  'origin.banned':       'origin.unbanned',
}

/** Those of `changes`, in their order, that are made again. */
export function takingAway<Change extends Said>(changes: readonly Change[]): Change[] {
  return changes.filter((change, index) => {
    const back = BACK[change.action]
    if (back === undefined) return false
    return !changes.slice(index + 1).some((later) => later.action === back && isAboutSame(later, change))
  })
}

function isAboutSame(one: Said, other: Said): boolean {
  if (one.subject !== other.subject) return false
  return ['type', 'qualityUserId'].every((name) => wordOf(one.detail, name) === wordOf(other.detail, name))
}

/** What a change says of its object, after it or before it; empty where it says nothing. */
export function wordOf(detail: Record<string, unknown>, name: string): string {
  for (const half of [detail.after, detail.before, detail]) {
    const value = half !== null && typeof half === 'object' ? (half as Record<string, unknown>)[name] : undefined
    if (typeof value === 'string') return value
  }
  return ''
}
