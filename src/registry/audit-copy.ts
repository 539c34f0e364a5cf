/**
 * A copy of the audit that outlives the database (rule 31.10): a line for each entry of the chain, written shortly after it was chained. Where
 * the copy ends is asked of the copy alone, so that a database which was put back cannot mislead it.
 */
import { canonicalJson } from '../base/hashes.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { type ChainedEntry, chainedAfter, hasLink, type Link, linkAfter } from './audit-chain.ts'
import { lockAuditCopy } from './locks.ts'

/** Where the lines are kept; see `spool/line-journal.ts`. */
export type Lines = {
  last(): Promise<string | undefined>
  append(lines: readonly string[]): Promise<void>
  lines(): AsyncIterable<readonly string[]>
}

/** A line: the entry with its place, and the hash before it, so that each proves itself. */
export type CopiedEntry = ChainedEntry & Link & { readonly previous: Link['hash'] | null }

const PAGE = 1000

export class AuditCopy {
  readonly #lines: Lines
  /** Behind which link the copy goes on, as long as its last line is this one. */
  #end: { readonly last: string | undefined; readonly link: Link | null } | null = null

  constructor(lines: Lines) {
    this.#lines = lines
  }

  /** Copies what was chained since; resolves with the number of entries. Nothing when another process is at it. Throws `Unavailable`. */
  async goOn(database: Pick<Database, 'transaction'>): Promise<number> {
    let total = 0
    for (;;) {
      const copied = await database.transaction((tx) => this.#copyPage(tx))
      total += copied
      if (copied < PAGE) return total
    }
  }

  /** Whether the database has what the copy ends with; also true of an empty one. */
  async endIsKnown(queries: Queries): Promise<boolean> {
    const last = await this.#lines.last()
    const entry = last === undefined ? null : parseLine(last)
    return last === undefined || (entry !== null && (await hasLink(queries, entry)))
  }

  /** What the copy holds, the oldest first, a page at a time; lines that do not prove themselves are left out. */
  async *entries(): AsyncGenerator<CopiedEntry[]> {
    for await (const lines of this.#lines.lines()) {
      for (let from = 0; from < lines.length; from += PAGE)
        yield lines.slice(from, from + PAGE).flatMap((line) => parseLine(line) ?? [])
    }
  }

  async #copyPage(tx: Transaction): Promise<number> {
    if (!(await lockAuditCopy(tx))) return 0
    const last = await this.#lines.last()
    if (this.#end === null || this.#end.last !== last) this.#end = { last, link: await this.#lastKnown(tx, last) }
    const { link } = this.#end
    const page = await chainedAfter(tx, link?.chainNo ?? 0, PAGE)
    const lines = page.map((entry, index) => lineOf(entry, page[index - 1] ?? link))
    await this.#lines.append(lines)
    if (page.length > 0) this.#end = { last: lines.at(-1), link: page.at(-1) ?? null }
    return page.length
  }

  /** After a restore the chain goes on from an earlier entry than the copy's last. */
  async #lastKnown(tx: Transaction, last: string | undefined): Promise<Link | null> {
    const end = last === undefined ? null : parseLine(last)
    if (end && (await hasLink(tx, end))) return end
    let known: Link | null = null
    for await (const page of this.entries()) {
      for (const entry of page) if ((known?.chainNo ?? 0) < entry.chainNo && (await hasLink(tx, entry))) known = entry
    }
    return known
  }
}

function lineOf(
  { auditNo, at, actor, action, subject, reason, detail, chainNo, hash }: ChainedEntry & Link,
  before: Link | null,
) {
  const previous = before?.hash ?? null
  return canonicalJson({ auditNo, at, actor, action, subject, reason, detail, chainNo, hash, previous })
}

/** Null when the line is not as it was written. */
export function parseLine(line: string): CopiedEntry | null {
  try {
    const entry: CopiedEntry = JSON.parse(line)
    const before = entry.previous === null ? null : { chainNo: entry.chainNo - 1, hash: entry.previous }
    return linkAfter(before, entry).hash === entry.hash ? entry : null
  } catch {
    return null
  }
}
