/** One transfer: from the command, over its data connection, to the last reply. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { DataWay } from './data-way.ts'
import { type Reply, reply } from './replies.ts'
import { clearData, type DataConnection, secureData } from './secure-data.ts'
import type { Visit } from './visit.ts'

export type Direction = 'in' | 'out'

export type TransferWish = { readonly direction: Direction; readonly path: string | null }

/** Of a file that came or went whole. */
const WHOLE: ReadonlySet<number> = new Set([226])

/** A transfer under way. What ends it early is remembered for the reply. */
export class Transfer {
  readonly direction: Direction
  /** Of the file; null for a listing. */
  readonly path: string | null
  readonly #way: DataWay
  readonly #now: () => Date
  #data: DataConnection | null = null
  #early: 'transferAborted' | 'transferTooSlow' | null = null
  #isClosing = false
  #bytes = 0
  #windowBytes = 0
  #windowFrom: Date
  #isHeld = false
  readonly #beganAt: Date

  constructor({ direction, path }: TransferWish, way: DataWay, now: () => Date) {
    this.direction = direction
    this.path = path
    this.#way = way
    this.#now = now
    this.#beganAt = now()
    this.#windowFrom = this.#beganAt
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Since it began. */
  get seconds(): number {
    return (this.#now().getTime() - this.#beganAt.getTime()) / 1000
  }

  get early(): 'transferAborted' | 'transferTooSlow' | null {
    return this.#early
  }

  /** All data has come: what the store does with it is not the client's affair any more, and is answered in any case. */
  get isClosing(): boolean {
    return this.#isClosing
  }

  readonly count = (bytes: number): void => {
    this.#bytes += bytes
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#beginWindow()
  }

  close(): void {
    this.#isClosing = true
  }

  abort(because: 'transferAborted' | 'transferTooSlow' = 'transferAborted'): void {
    if (this.#isClosing || this.#early) return
    this.#early = because
    this.#way.cancel()
    this.#data?.destroy()
  }

  /** What came to be of the data connection, unless it lingers. */
  letGo(lingering: DataConnection | null): void {
    if (this.#data !== lingering) this.#data?.destroy()
  }

  /** Called every few seconds: fewer bytes than the slowest rate brings within its time end the transfer (case F21). */
  watch({ minimumRate, minimumRateSeconds }: { minimumRate: number; minimumRateSeconds: number }): void {
    const seconds = (this.#now().getTime() - this.#windowFrom.getTime()) / 1000
    if (seconds < minimumRateSeconds || minimumRate === 0 || !this.#data || this.#isHeld) return
    if (this.#bytes - this.#windowBytes < minimumRate * seconds) this.abort('transferTooSlow')
    this.#beginWindow()
  }

  #beginWindow(): void {
    this.#windowFrom = this.#now()
    this.#windowBytes = this.#bytes
  }

  /** The connection that the way brings, with 150 told and the handshake done; a reply when it does not come to be. */
  async connect(visit: Visit): Promise<Result<DataConnection, Reply>> {
    const { dataSeconds, loginSeconds } = visit.house.limits
    const socket = await this.#way.open(dataSeconds)
    if (!socket) return no(reply(this.#early ?? 'dataNotOpened'))
    this.#data = clearData(socket)
    socket.on('error', () => socket.destroy())
    void visit.control.send(reply('dataOpens')) // a client that reads no replies is met at the last one
    if (!visit.isDataPrivate || !visit.security) return ok(this.#data)
    const { context, sessions, tls } = visit.security
    const security = { context, sessions, mustResume: tls.sessionReuse === 'required', seconds: loginSeconds }
    const secured = await secureData(socket, this.direction, security)
    if (secured === 'failed') return no(reply(this.#early ?? 'dataTlsFailed'))
    if (secured === 'notResumed') return no(reply('sessionNotReused'))
    this.#data = secured
    if (!this.#early) return ok(secured)
    secured.destroy()
    return no(reply(this.#early))
  }
}

/** What a transfer came to: a reply, or what the files refused. */
export type TransferEnd = Result<Reply, Refusal>

/** Takes the way that was prepared, and does `work` as the visit's transfer. A transfer that cannot begin gives its way up. */
export async function asTransfer(
  visit: Visit,
  wish: TransferWish,
  work: (transfer: Transfer) => Promise<TransferEnd>,
): Promise<TransferEnd> {
  const { way } = visit
  visit.way = null
  const hindrance = hindranceTo(visit, way)
  if (hindrance || !way) {
    way?.cancel()
    visit.isLeaving ||= visit.house.isDraining
    return ok(hindrance ?? reply('noDataConnection'))
  }
  const { done } = visit
  const transfer = new Transfer(wish, way, visit.house.now)
  visit.transfer = transfer
  try {
    if (visit.isAbortAhead()) transfer.abort() // it came together with this command (case F10)
    const end = await work(transfer)
    if (end.ok && WHOLE.has(end.value.code) && wish.path !== null) done.files += 1
    return end
  } finally {
    way.cancel()
    transfer.letGo(visit.lingering)
    visit.transfer = null
    done[wish.direction === 'in' ? 'bytesIn' : 'bytesOut'] += transfer.bytes
    visit.house.tally.bytes(wish.direction, transfer.bytes)
  }
}

function hindranceTo(visit: Visit, way: DataWay | null): Reply | null {
  if (visit.house.isDraining) return reply('draining')
  if (!way) return reply('noDataConnection')
  return visit.isDataPrivate || visit.network.plain ? null : reply('dataMustBePrivate')
}
