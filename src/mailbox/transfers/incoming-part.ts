import type { Sha256 } from '../../base/hashes.ts'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { isDiskFull } from '../../spool/failures.ts'
import type { Blob, Draft } from '../../spool/spool.ts'
import type { Reservation } from '../quota.ts'
import { DISK_FULL } from '../refusals.ts'
import type { PartKind, TransferFault } from './transfers.ts'

/** What a part needs of its transfer. */
export type PartGround = {
  /** Read at each piece, so that a reload is in force at once. */
  readonly bytesMax: () => number
  readonly diskIsFull: () => boolean
  /** A byte came. */
  readonly touch: () => void
}

/** One file on its way, from its first byte to its last. */
export class IncomingPart {
  readonly kind: PartKind
  readonly name: string
  readonly fileId: string
  readonly #draft: Draft
  readonly #reservation: Reservation
  readonly #ground: PartGround
  #bytes = 0
  /** Nothing, or what came last on its way to the disk. */
  #writing: Promise<void> = Promise.resolve()
  #kept: Promise<Blob> | null = null

  constructor(
    { kind, name, fileId }: Pick<IncomingPart, 'kind' | 'name' | 'fileId'>,
    draft: Draft,
    reservation: Reservation,
    ground: PartGround,
  ) {
    this.kind = kind
    this.name = name
    this.fileId = fileId
    this.#draft = draft
    this.#reservation = reservation
    this.#ground = ground
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The disk works while the next piece comes; a piece waits for the one before it, and tells what became of that. */
  async write(bytes: Uint8Array): Promise<Result<void, TransferFault>> {
    const { bytesMax, diskIsFull, touch } = this.#ground
    const offset = this.#bytes
    this.#bytes += bytes.byteLength
    if (this.#bytes > bytesMax()) return no({ kind: 'tooLarge', fileName: this.name, bytesMax: bytesMax() })
    if (diskIsFull()) return no(refusal(DISK_FULL))
    touch()
    try {
      const [refused] = await Promise.all([this.#reservation.grow(this.#bytes), this.#writing])
      if (refused) return no(refusal(refused))
      this.#writing = this.#draft.write(bytes, offset)
      this.#writing.catch(() => {}) // told to whoever comes next
      return ok(undefined)
    } catch (error) {
      if (isDiskFull(error)) return no(refusal(DISK_FULL))
      throw error
    }
  }

  /** All of it is there. */
  async hash(): Promise<Sha256> {
    await this.#writing
    return this.#draft.hash()
  }

  /** Makes it durable, once, however often that is asked. */
  keep(): Promise<Blob> {
    this.#kept ??= this.#draft.keep()
    return this.#kept
  }

  /** Gives back what it took of its sender's room; `waits`: the file waits for its GO from now on. */
  async end(waits: boolean): Promise<void> {
    this.#reservation.end(waits)
    await this.#draft.discard() // does nothing to one that was kept
  }
}

export function refusal(why: Refusal): TransferFault {
  return { kind: 'refused', refusal: why }
}
