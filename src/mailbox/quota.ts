import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { OpenUsage } from '../ledger/usage.ts'
import { tooManyOpen } from './refusals.ts'
import type { MailboxSettings } from './settings.ts'

export type QuotaDeps = {
  readonly settings: MailboxSettings
  readonly usageOf: (sender: string) => Promise<OpenUsage>
  /** A clock that never jumps, in milliseconds. */
  readonly ticks: () => number
}

/** What an upload under way takes of its sender's room. */
export type Reservation = {
  /** Asks for room up to so many bytes; null when there is. */
  readonly grow: (bytes: number) => Promise<Refusal | null> | null
  /** `kept`: the file is in the database from now on. */
  readonly end: (kept: boolean) => void
}

type Room = { files: number; bytes: number }

type Account = {
  counted: OpenUsage
  /** When the latest count began, and how long it took. */
  countedMs: number
  tookMs: number
  /** Files that this process took since then; some of them may be in the count as well, until the next one. */
  kept: Room
  reserved: Room
  counting: Promise<void> | null
}

/**
 * Counting 100,000 rows at every upload would cost more than the upload, so a count serves for some seconds, and one that took
 * long for longer: counting takes a fiftieth of the time at most. What this process takes meanwhile is added; of what
 * other processes take, the next count tells.
 */
const COUNT_MS = 5000
const COUNT_SHARE = 50
/** Before somebody is turned away we look again, but not for every try of a client in a loop. */
const RECOUNT_MS = 200
const RECOUNT_SHARE = 10

/** Room of each sender for files that wait for their GO: what the database holds, plus what is being received here (case N18). */
export class Quota {
  readonly #deps: QuotaDeps
  readonly #accounts = new Map<string, Account>()
  readonly #opening = new Map<string, Promise<Account>>()

  constructor(deps: QuotaDeps) {
    this.#deps = deps
  }

  async reserve(sender: string): Promise<Result<Reservation, Refusal>> {
    const account = this.#accounts.get(sender) ?? (await this.#open(sender))
    if (this.#isOlder(account, COUNT_MS, COUNT_SHARE)) await this.#count(sender, account)
    const mine = { files: 1, bytes: 0 }
    account.reserved.files++
    const refusal = await this.#refusal(sender, account)
    if (refusal) {
      account.reserved.files--
      return no(refusal)
    }
    return ok({
      grow: (bytes) => {
        const more = Math.max(0, bytes - mine.bytes)
        mine.bytes += more
        account.reserved.bytes += more
        return this.#fits(account) ? null : this.#refusal(sender, account)
      },
      end: (kept) => {
        account.reserved.files -= mine.files
        account.reserved.bytes -= mine.bytes
        if (!kept) return
        account.kept.files += mine.files
        account.kept.bytes += mine.bytes
      },
    })
  }

  async #refusal(sender: string, account: Account): Promise<Refusal | null> {
    if (this.#fits(account)) return null
    if (this.#isOlder(account, RECOUNT_MS, RECOUNT_SHARE)) await this.#count(sender, account)
    const { openFilesPerSender, openBytesPerSender } = this.#deps.settings.limits
    return this.#fits(account) ? null : tooManyOpen(openFilesPerSender, openBytesPerSender)
  }

  #fits({ counted, kept, reserved }: Account): boolean {
    const { openFilesPerSender, openBytesPerSender } = this.#deps.settings.limits
    return (
      counted.files + kept.files + reserved.files <= openFilesPerSender &&
      counted.bytes + kept.bytes + reserved.bytes <= openBytesPerSender
    )
  }

  /** Whoever asks while the first count of a sender is under way waits for that one. */
  async #open(sender: string): Promise<Account> {
    const opening = this.#opening.get(sender) ?? this.#openAnew(sender).finally(() => this.#opening.delete(sender))
    this.#opening.set(sender, opening)
    return opening
  }

  async #openAnew(sender: string): Promise<Account> {
    const none = { files: 0, bytes: 0 }
    const account = { counted: none, countedMs: 0, tookMs: 0, kept: { ...none }, reserved: { ...none }, counting: null }
    await this.#count(sender, account)
    this.#accounts.set(sender, account)
    return account
  }

  /** One at a time. Whoever has room by the earlier count goes on while this one is under way. */
  #count(sender: string, account: Account): Promise<void> {
    account.counting ??= this.#countAnew(sender, account).finally(() => {
      account.counting = null
    })
    return account.counting
  }

  /** What was taken before a count began is in it. */
  async #countAnew(sender: string, account: Account): Promise<void> {
    account.countedMs = this.#deps.ticks()
    const { files, bytes } = account.kept
    account.counted = await this.#deps.usageOf(sender)
    account.tookMs = this.#deps.ticks() - account.countedMs
    account.kept.files -= files
    account.kept.bytes -= bytes
  }

  #isOlder({ countedMs, tookMs }: Account, ageMs: number, share: number): boolean {
    return this.#deps.ticks() - countedMs > Math.max(ageMs, tookMs * share)
  }
}
