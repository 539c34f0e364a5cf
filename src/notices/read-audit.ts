/**
 * Makes notices and messages of what the audit says (spec access.md §9, rule 13.3). Entries are read in the order of the chain, and the
 * position moves in the transaction of what was made of them: a notice exists exactly when its change does, whenever a process dies.
 */
import type { Database, Transaction } from '../database/database.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { type Entry, entriesAfter } from './entries.ts'
import { announcementOf } from './kinds.ts'
import { type NewNotice, postNotices } from './post.ts'
import { holdPosition, movePosition } from './reading-position.ts'
import { tellPerson } from './tell-person.ts'

export type NoticeRules = {
  readonly box: SecretBox
  /** Days that a notice stays in the mailbox. */
  readonly noticeDays: number
}

const PAGE = 200

/**
 * Reads what was chained since, page by page; resolves with the number of entries. Two processes at once do no harm: one of them reads. What
 * is older than a day is put into mailboxes and told to nobody, as after an upgrade.
 */
export async function readAuditForNotices(
  database: Pick<Database, 'transaction'>,
  rules: NoticeRules,
): Promise<number> {
  let total = 0
  for (;;) {
    const read = await database.transaction((tx) => readPage(tx, rules))
    total += read
    if (read < PAGE) return total
  }
}

async function readPage(tx: Transaction, { box, noticeDays }: NoticeRules): Promise<number> {
  const position = await holdPosition(tx, 'notices')
  if (position === undefined) return 0
  const entries = await entriesAfter(tx, Number(position), PAGE)
  const last = entries.at(-1)
  if (!last) return 0
  await postNotices(tx, entries.flatMap(noticeOf), noticeDays)
  for (const entry of entries) {
    const message = announcementOf(entry)?.message
    if (message && entry.isRecent) await tellPerson(tx, box, message, entry)
  }
  await movePosition(tx, 'notices', String(last.chainNo))
  return entries.length
}

function noticeOf(entry: Entry): NewNotice[] {
  const announcement = announcementOf(entry)
  if (!announcement?.notice || !entry.place) return []
  return [
    {
      ...entry.place,
      service: null,
      kind: announcement.notice,
      detail: detailOf(entry, announcement.keeps ?? []),
      source: `audit:${entry.chainNo}`,
      at: entry.at,
    },
  ]
}

function detailOf({ senderNumber, accountId, after }: Entry, keeps: readonly string[]): NewNotice['detail'] {
  const kept = keeps.flatMap((key) => (after[key] === undefined ? [] : [[key, after[key]]]))
  return { ...(senderNumber && { senderNumber }), ...(accountId && { accountId }), ...Object.fromEntries(kept) }
}
