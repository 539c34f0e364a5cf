import { Unavailable } from '../base/errors.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { isDiskFull } from '../spool/failures.ts'
import type { Blob, Draft } from '../spool/spool.ts'
import type { Entry, Upload } from './mailbox.ts'
import type { Reservation } from './quota.ts'
import { DISK_FULL, HOLE, SCATTERED } from './refusals.ts'

/** What the mailbox does for one upload; everything about names and rows is behind it. */
export type UploadGround = {
  readonly bytesMax: number
  readonly tooLarge: Refusal
  /** Null for triggers: they free room. */
  readonly reservation: Reservation | null
  readonly diskIsFull: () => boolean
  /** A byte came. */
  readonly touch: () => void
  /** The bytes are safe: makes the file ours. */
  readonly accept: (blob: Blob) => Promise<Result<Entry, Refusal>>
  /** It ran over `bytesMax`: what is to be remembered of it (decision 9). */
  readonly remember: () => Promise<void>
  /** The upload is over, however it ended. */
  readonly ended: (outcome: 'accepted' | Refusal | 'abandoned') => void
}

export class MailboxUpload implements Upload {
  readonly #draft: Draft
  readonly #ground: UploadGround
  #refusal: Refusal | null = null
  #isOver = false
  #finishing: Promise<Result<Entry, Refusal>> | null = null

  constructor(draft: Draft, ground: UploadGround) {
    this.#draft = draft
    this.#ground = ground
  }

  get size(): number {
    return this.#draft.size
  }

  async write(bytes: Uint8Array, offset: number): Promise<Result<void, Refusal>> {
    return this.#change(offset + bytes.byteLength, () => this.#draft.write(bytes, offset))
  }

  async truncate(size: number): Promise<Result<void, Refusal>> {
    return this.#change(size, () => this.#draft.truncate(size))
  }

  async finish(): Promise<Result<Entry, Refusal>> {
    if (this.#refusal) return no(this.#refusal)
    this.#assertUnderWay()
    if (this.#draft.hasHole()) return this.#refuse(HOLE)
    this.#isOver = true
    this.#finishing = this.#accept()
    return this.#finishing
  }

  /** A connection that ends after its CLOSE arrived changes nothing: the file is taken, only the reply is lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#finishing) return void (await this.#finishing.catch(() => {}))
    if (this.#isOver) return
    this.#isOver = true
    this.#end('abandoned')
    await this.#draft.discard()
  }

  async #accept(): Promise<Result<Entry, Refusal>> {
    try {
      const accepted = await this.#ground.accept(await this.#draft.keep())
      this.#end(accepted.ok ? 'accepted' : accepted.problem)
      return accepted
    } catch (error) {
      if (!isDiskFull(error)) {
        this.#end('abandoned')
        throw error
      }
      this.#end(DISK_FULL)
      return no(DISK_FULL)
    }
  }

  /** The draft hears of it before anything is waited for, so that writes act in the order of the calls. */
  async #change(end: number, act: () => Promise<void>): Promise<Result<void, Refusal>> {
    if (this.#refusal) return no(this.#refusal)
    this.#assertUnderWay()
    if (end > this.#ground.bytesMax) return this.#refuseTooLarge()
    if (this.#ground.diskIsFull()) return this.#refuse(DISK_FULL)
    this.#ground.touch()
    try {
      const [refusal] = await Promise.all([this.#ground.reservation?.grow(end), act()])
      if (refusal) return this.#refuse(refusal)
    } catch (error) {
      if (isDiskFull(error)) return this.#refuse(DISK_FULL)
      throw error
    }
    return this.#draft.isScattered ? this.#refuse(SCATTERED) : ok(undefined)
  }

  async #refuseTooLarge(): Promise<Result<never, Refusal>> {
    const refused = await this.#refuse(this.#ground.tooLarge)
    await this.#ground.remember()
    return refused
  }

  async #refuse(refusal: Refusal): Promise<Result<never, Refusal>> {
    if (this.#isOver) return no(this.#refusal ?? refusal)
    this.#isOver = true
    this.#refusal = refusal
    this.#end(refusal)
    await this.#draft.discard()
    return no(refusal)
  }

  #end(outcome: 'accepted' | Refusal | 'abandoned'): void {
    this.#ground.reservation?.end(outcome === 'accepted')
    this.#ground.ended(outcome)
  }

  #assertUnderWay(): void {
    if (this.#isOver) throw new Unavailable('The upload is over.')
  }
}
