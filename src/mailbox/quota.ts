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

type Account = { counted: OpenUsage; countedMs: number; reserved: { files: number; bytes: number } }

/** Counting 100,000 rows at every upload would cost more than the upload, so a count serves for some seconds. */
const COUNT_MS = 5000
/** Before somebody is turned away we look again, but not for every try of a client in a loop. */
const RECOUNT_MS = 200

/** Room of each sender for files that wait for their GO: what the database holds, plus what is being received here (case N18). */
export class Quota {
  readonly #deps: QuotaDeps
  readonly #accounts = new Map<string, Account>()

  constructor(deps: QuotaDeps) {
    this.#deps = deps
  }

  async reserve(sender: string): Promise<Result<Reservation, Refusal>> {
    const account = this.#accounts.get(sender) ?? (await this.#open(sender))
    if (this.#ageMs(account) > COUNT_MS) await this.#count(sender, account)
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
        const { files, bytes } = account.counted
        account.counted = { files: files + mine.files, bytes: bytes + mine.bytes }
      },
    })
  }

  async #refusal(sender: string, account: Account): Promise<Refusal | null> {
    if (this.#fits(account)) return null
    if (this.#ageMs(account) > RECOUNT_MS) await this.#count(sender, account)
    const { openFilesPerSender, openBytesPerSender } = this.#deps.settings.limits
    return this.#fits(account) ? null : tooManyOpen(openFilesPerSender, openBytesPerSender)
  }

  #fits({ counted, reserved }: Account): boolean {
    const { openFilesPerSender, openBytesPerSender } = this.#deps.settings.limits
    return counted.files + reserved.files <= openFilesPerSender && counted.bytes + reserved.bytes <= openBytesPerSender
  }

  async #open(sender: string): Promise<Account> {
    const counted = await this.#deps.usageOf(sender)
    const account = this.#accounts.get(sender) ?? {
      counted,
      countedMs: this.#deps.ticks(),
      reserved: { files: 0, bytes: 0 },
    }
    this.#accounts.set(sender, account)
    return account
  }

  async #count(sender: string, account: Account): Promise<void> {
    account.countedMs = this.#deps.ticks()
    account.counted = await this.#deps.usageOf(sender)
  }

  #ageMs({ countedMs }: Account): number {
    return this.#deps.ticks() - countedMs
  }
}
