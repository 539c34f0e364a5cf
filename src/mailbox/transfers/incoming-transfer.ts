import { Unavailable } from '../../base/errors.ts'
import { uuidV7 } from '../../base/ids.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { isTrigger } from '../../batch/file-name.ts'
import { routeOf } from '../../batch/set-key.ts'
import { isDiskFull } from '../../spool/failures.ts'
import type { Visitor } from '../mailbox.ts'
import { nameRefusal } from '../names.ts'
import type { Reservation } from '../quota.ts'
import { DISK_FULL, TWICE_IN_REQUEST, tooLarge, tooManyParts } from '../refusals.ts'
import type { TransferDeps } from './create-transfers.ts'
import { IncomingPart, refusal } from './incoming-part.ts'
import { folderOfName } from './requested-set.ts'
import { takeTransfer } from './take-transfer.ts'
import type { AcceptedTransfer, PartKind, Transfer, TransferFault, TransferPart, TransferWords } from './transfers.ts'

/** One request on its way. The first fault ends it, whichever part it came with: nothing of it remains. */
export class IncomingTransfer implements Transfer {
  readonly #visitor: Visitor
  readonly #deps: TransferDeps
  readonly #names = new Set<string>()
  readonly #parts: IncomingPart[] = []
  #fault: TransferFault | null = null
  #isOver = false
  #finishing: Promise<Result<AcceptedTransfer, TransferFault>> | null = null

  constructor(visitor: Visitor, deps: TransferDeps) {
    this.#visitor = visitor
    this.#deps = deps
  }

  async part(kind: PartKind, fileName: string): Promise<Result<TransferPart, TransferFault>> {
    if (this.#fault) return no(this.#fault)
    this.#assertUnderWay()
    const { transferParts } = this.#deps.settings.limits
    if (this.#names.size >= transferParts) return this.#fail(refusal(tooManyParts(transferParts)), fileName)
    if (this.#names.has(fileName)) return this.#fail(refusal(TWICE_IN_REQUEST), fileName)
    this.#names.add(fileName)
    const room = await this.#room(fileName)
    if (this.#isOver && room.ok) room.value.end(false)
    if (this.#fault) return no(this.#fault)
    if (!room.ok) return this.#fail(room.problem, fileName)
    this.#assertUnderWay()
    const part = this.#begin(kind, fileName, room.value)
    return ok({ write: (bytes) => this.#write(part, bytes) })
  }

  async finish(words: TransferWords): Promise<Result<AcceptedTransfer, TransferFault>> {
    if (this.#fault) return no(this.#fault)
    this.#assertUnderWay()
    this.#isOver = true
    this.#finishing = this.#take(words)
    return this.#finishing
  }

  /** A connection that ends after everything arrived changes nothing: the set is taken or not, only the reply is lost (case H6). */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#finishing) return void (await this.#finishing.catch(() => {}))
    if (this.#isOver) return
    this.#isOver = true
    const { sender, session } = this.#visitor
    this.#deps.log.info('transfer.abandoned', { sender, session, parts: this.#names.size })
    await this.#end(false)
  }

  async #room(fileName: string): Promise<Result<Reservation, TransferFault>> {
    const { reserve, quota } = this.#deps
    const illegal = nameRefusal(fileName)
    if (illegal) return no(refusal(illegal))
    if (await reserve.isReached()) return no(refusal(DISK_FULL))
    const reserved = await quota.reserve(this.#visitor.sender)
    return reserved.ok ? reserved : no(refusal(reserved.problem))
  }

  /** A GO that comes over another channel waits for it (decision 6), unless its name tells no set. */
  #begin(kind: PartKind, name: string, reservation: Reservation): IncomingPart {
    const { spool, uploads, reserve, settings, now } = this.#deps
    const fileId = uuidV7(now().getTime())
    const route = routeOf(folderOfName(name), name, [])
    if (route.kind === 'member' && !isTrigger(route.mark))
      uploads.begin(fileId, { sender: this.#visitor.sender, rawKey: route.rawKey, routable: true, adds: name })
    const draft = kind === 'signature' ? spool.smallDraft() : spool.draft()
    const part = new IncomingPart({ kind, name, fileId }, draft, reservation, {
      bytesMax: () => (kind === 'declaration' ? settings.limits.partBytes : settings.limits.signatureBytes),
      diskIsFull: () => reserve.wasReached(),
      touch: () => uploads.touch(fileId),
    })
    this.#parts.push(part)
    return part
  }

  async #write(part: IncomingPart, bytes: Uint8Array): Promise<Result<void, TransferFault>> {
    if (this.#fault) return no(this.#fault)
    this.#assertUnderWay()
    const written = await part.write(bytes)
    return written.ok ? written : this.#fail(written.problem, part.name)
  }

  async #take(words: TransferWords): Promise<Result<AcceptedTransfer, TransferFault>> {
    let waits = false
    try {
      const taken = await takeTransfer({ visitor: this.#visitor, parts: this.#parts, words }, this.#deps)
      waits = taken.ok && !taken.value.replayed && taken.value.view.sealedAt === null
      if (!taken.ok) this.#tell(taken.problem, words.setName)
      return taken
    } catch (error) {
      if (!isDiskFull(error)) throw error
      const full = refusal(DISK_FULL)
      this.#tell(full, words.setName)
      return no(full)
    } finally {
      await this.#end(waits)
    }
  }

  async #fail(problem: TransferFault, name: string): Promise<Result<never, TransferFault>> {
    if (this.#isOver) return no(this.#fault ?? problem)
    this.#isOver = true
    this.#fault = problem
    this.#tell(problem, name)
    await this.#end(false)
    return no(problem)
  }

  #tell(fault: TransferFault, name: string): void {
    const { log, refused: tellRefused } = this.#deps
    const refused = fault.kind === 'tooLarge' ? tooLarge(fault.bytesMax) : fault.kind === 'refused' && fault.refusal
    if (refused) {
      tellRefused(this.#visitor, name, refused)
      return
    }
    const codes = fault.kind === 'faults' ? fault.reasons.map(({ code }) => code) : []
    const { sender, session } = this.#visitor
    log.info('transfer.refused', { sender, session, name: name.slice(0, 128), why: fault.kind, codes })
  }

  async #end(waits: boolean): Promise<void> {
    for (const { fileId } of this.#parts) this.#deps.uploads.end(fileId)
    await Promise.all(this.#parts.map((part) => part.end(waits)))
  }

  #assertUnderWay(): void {
    if (this.#isOver) throw new Unavailable('The transfer is over.')
  }
}
