/** A connection that is logged in: its SFTP channels, what they may use together, and how long it may stay. */
import type { AcceptConnection, RejectConnection, ServerChannel, Session } from 'ssh2'
import { secondsBetween } from '../../base/clock.ts'
import { remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { type Refusal, refusalLine } from '../../base/refusal.ts'
import { Flow } from '../sessions/flow.ts'
import type { PresentSession } from '../sessions/register.ts'
import { type ChannelOwner, SftpChannel } from './channel.ts'
import { type HandleCount, Handles } from './handles.ts'
import type { House } from './house.ts'
import type { SftpLogin } from './options.ts'
import { Order } from './order.ts'
import { presentSession, type SessionAbout } from './present-session.ts'
import { DRAINING, IDLE, KICKED, LOGIN_ENDED } from './refusals.ts'
import type { Operation } from './requests.ts'
import { DISCONNECT_REASON, disconnect, forgetUnusedSession, type Ssh2Connection } from './ssh2-internals.ts'

/** How long the client may take for its part of a key exchange. */
const REKEY_SECONDS_MAX = 30
/** Of a path that is logged. */
const PATH_CHARACTERS_MAX = 300
/** What clients ask for in passing, or again and again: refusing it is no news. */
const QUIET: ReadonlySet<string> = new Set(['SLU-MISSING', 'SLU-OPERATION'])

export class SftpSession<Login extends SftpLogin> {
  readonly login: Login
  readonly #house: House<Login>
  readonly #ssh: Ssh2Connection
  readonly #about: { readonly session: string; readonly name: string; readonly address: string }
  readonly #flow: Flow
  readonly #handleCount: HandleCount
  readonly #channels = new Set<SftpChannel>()
  readonly #openedAt: Date
  /** Session channels of SSH, also those that no subsystem was asked for yet. */
  #sshChannels = 0
  #lastRequestAt: Date
  #rekeyingSince: Date | undefined
  #bytesAtRekey = 0
  #isChecking = false
  #moved = { in: 0, out: 0, files: 0 }
  readonly #present: PresentSession
  #endedBecause = 'client'
  #isOver = false

  constructor(house: House<Login>, ssh: Ssh2Connection, login: Login, { client, ...about }: SessionAbout) {
    this.login = login
    this.#house = house
    this.#ssh = ssh
    this.#about = { ...about, name: login.name }
    this.#flow = new Flow(house.flowTotal, house.limits, () => this.#pump())
    this.#handleCount = { open: 0, max: house.limits.handles }
    this.#openedAt = this.#lastRequestAt = house.now()
    this.#present = presentSession({
      ...{ ...about, client, login, since: this.#openedAt },
      progress: () => ({ lastAt: this.#lastRequestAt, moved: this.#moved, channels: this.#channels }),
      kick: () => this.end('kicked', KICKED),
    })
    house.register.enter(this.#present)
    ssh.on('rekey', () => this.#onRekeyed())
    ssh._sock.on('data', () => this.#checkWindows())
  }

  /** Nothing but SFTP is offered: no shell, command, forwarding, agent or other subsystem (case S11). */
  openChannel(accept: AcceptConnection<Session>, reject: RejectConnection): void {
    if (this.#isOver || this.#house.isDraining || this.#sshChannels >= this.#house.limits.channels) reject()
    else this.#offerSubsystem(accept())
  }

  /** Called every few seconds: is it idle, does the log-in still hold, does the client renew its keys? */
  async watch(): Promise<void> {
    if (this.#isOver) return
    const now = this.#house.now()
    const isStuck = this.#rekeyingSince && secondsBetween(this.#rekeyingSince, now) > REKEY_SECONDS_MAX
    if (isStuck) this.#ssh._sock.destroy()
    const isIdle = secondsBetween(this.#lastRequestAt, now) > this.#house.limits.idleSeconds
    if (isIdle && !this.#isInUse()) return this.end('idle', IDLE)
    await this.#checkLogin()
  }

  /** Ends it at once; the client is told why. What is open is let go. */
  end(because: string, refusal: Refusal): void {
    if (this.#isOver) return
    this.#endedBecause = because
    disconnect(this.#ssh, DISCONNECT_REASON.byApplication, refusalLine(refusal))
    this.over()
  }

  endIfQuiet(): void {
    if (!this.#isInUse()) this.end('drain', DRAINING)
  }

  /** Takes no further request, answers those it has, then ends (case K15). */
  finish(): void {
    for (const channel of this.#channels) channel.finish()
    this.endIfQuiet()
  }

  /** The connection is gone, or as good as. */
  over(): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const channel of this.#channels) channel.drop()
    this.#flow.end()
    this.#house.register.leave(this.#present)
    this.#house.sessions.leave(this.#about)
    this.#house.tally.sessions(this.#house.sessions.count)
    const seconds = secondsBetween(this.#openedAt, this.#house.now())
    this.#house.log.info('sftp.sessionClosed', {
      ...this.#about,
      because: this.#endedBecause,
      seconds,
      bytesIn: this.#moved.in,
      bytesOut: this.#moved.out,
    })
  }

  #offerSubsystem(session: Session): void {
    let isStarted = false
    this.#sshChannels += 1
    session.on('close', () => {
      if (isStarted) return
      forgetUnusedSession(this.#ssh, session)
      this.#sshChannels -= 1
    })
    session.on('subsystem', (start, refuse: RejectConnection | undefined, { name }) => {
      if (name === 'sftp' && !isStarted) {
        isStarted = true
        this.#start(start())
      } else {
        refuse?.()
      }
    })
  }

  #start(channel: ServerChannel): void {
    const { files, limits, now } = this.#house
    const place = {
      files: files(this.login),
      handles: new Handles(this.#handleCount),
      order: new Order(),
      limits,
      now,
      isGone: () => this.#isOver,
      isDraining: () => this.#house.isDraining,
      onBytes: (direction: 'in' | 'out', bytes: number) => this.#count(direction, bytes),
      onFile: () => {
        this.#moved.files += 1
      },
    }
    const started: SftpChannel = new SftpChannel(
      channel,
      this.#ssh._sock,
      place,
      this.#flow,
      this.#ownerOf(() => started),
    )
    this.#channels.add(started)
  }

  #ownerOf(channel: () => SftpChannel): ChannelOwner {
    return {
      onRequest: () => this.#onRequest(),
      onRefusal: (refusal, operation) => this.#onRefusal(refusal, operation),
      onTrouble: (error, doing) => this.#onTrouble(error, doing),
      onBreach: (what) => this.#onBreach(what),
      onClosed: () => this.#onChannelClosed(channel()),
      isRekeying: () => this.#rekeyingSince !== undefined,
    }
  }

  #onRequest(): void {
    this.#lastRequestAt = this.#house.now()
    const { bytesRead, bytesWritten } = this.#ssh._sock
    if (this.#rekeyingSince || bytesRead + bytesWritten - this.#bytesAtRekey < this.#house.limits.rekeyBytes) return
    this.#rekeyingSince = this.#lastRequestAt
    this.#ssh.rekey()
  }

  #checkWindows(): void {
    const isOverrun = [...this.#channels].some((channel) => channel.isOverrun)
    if (isOverrun && !this.#isOver) this.#onBreach('more than its window')
  }

  /** Also after an exchange that the client began. */
  #onRekeyed(): void {
    this.#rekeyingSince = undefined
    this.#bytesAtRekey = this.#ssh._sock.bytesRead + this.#ssh._sock.bytesWritten
    for (const channel of this.#channels) channel.flush()
  }

  #onRefusal({ code }: Refusal, operation: Operation): void {
    this.#house.tally.refused(code)
    const path = 'path' in operation ? { path: operation.path.slice(0, PATH_CHARACTERS_MAX) } : {}
    const about = { ...this.#about, code, do: operation.do, ...path }
    if (QUIET.has(code) || operation.do === 'write') this.#house.log.debug('sftp.refused', about)
    else this.#house.log.info('sftp.refused', about)
  }

  /** The one place of the engine that looks at thrown errors: a store that does not answer, or a bug of ours (case S26). */
  #onTrouble(error: unknown, doing: string): void {
    const about = { ...this.#about, do: doing, ...errorFields(error) }
    const remedy = remedyFor(error)
    if (remedy === 'retry') this.#house.log.warn('sftp.storeSilent', about)
    else this.#house.log.error(remedy === 'park' ? 'sftp.storeCorrupt' : 'sftp.bug', about)
    if (remedy === 'crash' || remedy === 'stop') this.#ssh._sock.destroy()
  }

  #onBreach(what: string): void {
    this.#endedBecause = 'breach'
    this.#house.log.warn('sftp.breach', { ...this.#about, what })
    disconnect(this.#ssh, DISCONNECT_REASON.protocolError, `The client sent ${what}.`)
    this.over()
  }

  #onChannelClosed(channel: SftpChannel): void {
    this.#channels.delete(channel)
    this.#sshChannels -= 1
    const settled = channel.settled()
    this.#house.departing.add(settled)
    void settled.finally(() => this.#house.departing.delete(settled))
  }

  async #checkLogin(): Promise<void> {
    if (this.#isChecking) return
    this.#isChecking = true
    try {
      if (!(await this.login.stillHolds())) this.end('loginEnded', LOGIN_ENDED)
    } catch (error) {
      this.#onTrouble(error, 'stillHolds')
    } finally {
      this.#isChecking = false
    }
  }

  #isInUse(): boolean {
    return [...this.#channels].some((channel) => channel.isBusy || channel.hasUpload)
  }

  #pump(): void {
    for (const channel of this.#channels) channel.pump()
  }

  #count(direction: 'in' | 'out', bytes: number): void {
    this.#moved[direction] += bytes
    this.#house.tally.bytes(direction, bytes)
  }
}
