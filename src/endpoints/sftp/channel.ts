/** One SFTP channel: packets in, requests done side by side, answers out, within the session's limits. */
import type { Socket } from 'node:net'
import type { ServerChannel } from 'ssh2'
import type { Refusal } from '../../base/refusal.ts'
import { no } from '../../base/result.ts'
import type { Flow } from '../sessions/flow.ts'
import { badMessage, type Reply, versionPacket } from './answers.ts'
import type { Handle } from './handles.ts'
import { perform } from './operations.ts'
import { Outbox } from './outbox.ts'
import { PacketCutter, TYPE } from './packets.ts'
import { STORE_SILENT } from './refusals.ts'
import { type Operation, parseRequest } from './requests.ts'
import { refusalPacket } from './status.ts'
import { payloadBytesMax, type Workplace } from './workplace.ts'

/** Who owns the channel: the connection. */
export type ChannelOwner = {
  onRequest(): void
  onRefusal(refusal: Refusal, operation: Operation): void
  /** Something was thrown: the store does not answer, or we have a bug. */
  onTrouble(error: unknown, operation: Operation['do']): void
  /** The client broke the protocol: its session ends (case S12). */
  onBreach(what: string): void
  onClosed(): void
  isRekeying(): boolean
}

/** Twice the window that ssh2 grants; it does not hold clients to it. */
const UNREAD_BYTES_MAX = 4 * 1024 * 1024
/** Bytes that a request costs beside what it carries. */
const REQUEST_BYTES = 1024

export class SftpChannel {
  readonly #channel: ServerChannel
  readonly #place: Workplace
  readonly #flow: Flow
  readonly #owner: ChannelOwner
  readonly #cutter: PacketCutter
  readonly #outbox: Outbox
  #isInitialised = false
  /** Requests that are taken and not yet answered. */
  #pending = 0
  readonly #work = new Set<Promise<unknown>>()
  /** `ending`: the client has sent its last byte. `ended`: nothing is read or answered any more. */
  #phase: 'open' | 'ending' | 'ended' = 'open'

  constructor(channel: ServerChannel, socket: Socket, place: Workplace, flow: Flow, owner: ChannelOwner) {
    this.#channel = channel
    this.#place = place
    this.#flow = flow
    this.#owner = owner
    this.#cutter = new PacketCutter(place.limits.packetBytes)
    this.#outbox = new Outbox(channel, socket, () => owner.isRekeying())
    channel.on('error', () => this.drop())
    channel.on('close', () => this.drop())
    channel.on('end', () => this.finish())
    channel.on('data', (chunk: Buffer) => this.#onData(chunk))
  }

  get isBusy(): boolean {
    return this.#pending > 0
  }

  get inHand(): Handle | undefined {
    return this.#place.handles.inHand
  }

  get hasUpload(): boolean {
    return this.#place.handles.hasUpload()
  }

  /** The client goes on sending although its window is used up. */
  get isOverrun(): boolean {
    return this.#channel.readableLength > UNREAD_BYTES_MAX
  }

  /** Goes on where a full session had stopped. */
  pump(): void {
    while (this.#phase === 'open' && this.#flow.mayTake()) {
      const packet = this.#cutter.next()
      if (packet === undefined) {
        this.#channel.resume()
        return
      }
      if (packet === 'tooLong') this.#breach('an empty packet, or one over the limit')
      else this.#accept(packet)
    }
    this.#channel.pause()
  }

  /** Sends what a key exchange held back. */
  flush(): void {
    this.#outbox.flush()
  }

  /** Takes no further request, answers those it has, then closes. */
  finish(): void {
    if (this.#phase === 'open') this.#phase = 'ending'
    this.#closeIfDone()
  }

  /** The connection is gone or given up: what is open is let go, and uploads leave nothing (case S15). */
  drop(): void {
    if (this.#phase === 'ended') return
    this.#phase = 'ended'
    this.#outbox.end()
    this.#track(this.#place.handles.disposeAll((error) => this.#owner.onTrouble(error, 'close')))
    this.#owner.onClosed()
  }

  /** Resolves when the store has nothing to do for this channel any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#work)
  }

  #onData(chunk: Buffer): void {
    this.#cutter.feed(chunk)
    this.pump()
  }

  #accept(packet: Buffer): void {
    this.#owner.onRequest()
    const isInit = packet[0] === TYPE.init
    if (isInit === this.#isInitialised) this.#breach('a request before INIT, or a second INIT')
    else if (isInit) this.#initialise()
    else this.#acceptRequest(packet)
  }

  #acceptRequest(packet: Buffer): void {
    const request = parseRequest(packet)
    if (request.ok) {
      this.#track(this.#serve(request.value.id, request.value.operation))
    } else if (request.problem.id === undefined) {
      this.#breach('a packet without a request id')
    } else {
      this.#take(REQUEST_BYTES)
      this.#answer(badMessage(request.problem.id), REQUEST_BYTES)
    }
  }

  #initialise(): void {
    this.#isInitialised = true
    this.#take(REQUEST_BYTES)
    this.#answer(versionPacket(this.#place.files), REQUEST_BYTES)
  }

  async #serve(id: number, operation: Operation): Promise<void> {
    const bytes = REQUEST_BYTES + payloadOf(operation, this.#place.limits)
    this.#take(bytes)
    const reply = await perform(this.#place, id, operation).catch((error) => this.#excuse(error, operation))
    if (!reply.ok) this.#owner.onRefusal(reply.problem, operation)
    this.#answer(reply.ok ? reply.value : refusalPacket(id, reply.problem), bytes)
  }

  #excuse(error: unknown, operation: Operation): Reply {
    this.#owner.onTrouble(error, operation.do)
    return no(STORE_SILENT)
  }

  #track(work: Promise<void>): void {
    this.#work.add(work)
    void work.finally(() => this.#work.delete(work))
  }

  #take(bytes: number): void {
    this.#pending += 1
    this.#flow.take(bytes)
  }

  #answer(packet: Buffer, bytes: number): void {
    const settle = (): void => {
      this.#pending -= 1
      this.#flow.release(bytes)
      this.#closeIfDone()
    }
    if (this.#phase === 'ended') settle()
    else this.#outbox.send(packet, settle)
  }

  #breach(what: string): void {
    this.#owner.onBreach(what)
    this.drop()
  }

  /** Clients wait for the exit status after their EOF: without it OpenSSH hangs at `bye`. */
  #closeIfDone(): void {
    if (this.#phase !== 'ending' || this.#pending > 0) return
    this.drop()
    this.#channel.write(Buffer.alloc(0), () => {
      this.#channel.exit(0)
      this.#channel.end()
    })
  }
}

function payloadOf(operation: Operation, limits: { readonly packetBytes: number }): number {
  if (operation.do === 'write') return operation.bytes.length
  return operation.do === 'read' ? Math.min(operation.length, payloadBytesMax(limits)) : 0
}
