/** The FTP and FTPS server: protocol and limits. It knows nothing of file names; whoever keeps the files decides about them. */

import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import { plainAddress } from '../../base/addresses.ts'
import { Misconfigured } from '../../base/errors.ts'
import { uuidV7 } from '../../base/ids.ts'
import { SessionCounts, Strangers } from '../sessions/admission.ts'
import { FlowTotal } from '../sessions/flow.ts'
import { SessionRegister } from '../sessions/register.ts'
import { createTally } from '../sessions/tally.ts'
import type { House } from './house.ts'
import { type Address, type FtpEndpoint, type FtpEngineOptions, type FtpLogin, limitsInForce } from './options.ts'
import { PassivePorts } from './passive-ports.ts'
import { FtpSession } from './session.ts'

const DRAIN_LOOK_MILLISECONDS = 50
/** How long the end of an upload may still take when the time to drain is over, and the store to let everything go. */
const CLOSING_SECONDS = 5

/** Listens when it resolves. Throws `Misconfigured` when an address cannot be used. */
export async function createFtpEngine<Login extends FtpLogin>(options: FtpEngineOptions<Login>): Promise<FtpEndpoint> {
  const engine = new FtpEngine(houseOf(options))
  await engine.listen(options)
  return engine
}

class FtpEngine implements FtpEndpoint {
  readonly #house: House
  readonly #strangers: Strangers<Socket>
  readonly #sessions = new Map<Socket, FtpSession>()
  readonly #listeners: Server[] = []
  #watch: NodeJS.Timeout | undefined
  #address: Address = { host: '', port: 0 }
  #implicitAddress: Address | null = null

  constructor(house: House) {
    this.#house = house
    this.#strangers = new Strangers(house.limits)
  }

  get address(): Address {
    return this.#address
  }

  get implicitAddress(): Address | null {
    return this.#implicitAddress
  }

  async listen(options: Pick<FtpEngineOptions, 'host' | 'port' | 'implicitPort'>): Promise<void> {
    const { host, port, implicitPort } = options
    try {
      this.#address = await this.#listenOn({ host, port }, 'explicit')
      if (implicitPort !== null) this.#implicitAddress = await this.#listenOn({ host, port: implicitPort }, 'implicit')
    } catch (error) {
      for (const listener of this.#listeners) listener.close()
      throw error
    }
    this.#watch = setInterval(() => this.#watchAll(), this.#house.limits.watchSeconds * 1000)
    const implicit = this.#implicitAddress && { implicitPort: this.#implicitAddress.port }
    this.#house.log.info('ftp.listening', { ...this.#address, ...implicit })
  }

  kick(name: string): number {
    const sessions = [...this.#sessions.values()].filter((session) => session.name === name)
    for (const session of sessions) session.end('kicked')
    return sessions.length
  }

  async drain(seconds: number): Promise<void> {
    this.#house.isDraining = true
    this.#closeListeners()
    await this.#untilEmpty(seconds, (session) => session.endIfQuiet())
    await this.#untilEmpty(CLOSING_SECONDS, (session) => session.finish())
    await this[Symbol.asyncDispose]()
  }

  /** Ends everything at once; resolves when the store has nothing left to do for us, or does not answer for too long. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#watch)
    this.#house.isDraining = true
    this.#closeListeners()
    for (const session of this.#sessions.values()) session.destroy()
    await Promise.all([...this.#sessions.keys()].map((socket) => closing(socket.destroy())))
    const tooLong = setTimeoutPromise(CLOSING_SECONDS * 1000, undefined, { ref: false })
    await Promise.race([Promise.all(this.#house.departing), tooLong])
  }

  async #listenOn({ host, port }: Address, kind: 'explicit' | 'implicit'): Promise<Address> {
    const listener = createServer({ noDelay: true }, (socket) => this.#admit(socket, kind))
    this.#listeners.push(listener)
    await new Promise<void>((resolve, reject) => {
      const fail = (cause: Error): void => reject(unusable(host, port, kind, cause))
      listener.once('error', fail).listen(port, host, () => {
        listener.off('error', fail).on('error', (error) => this.#onListenerError(error))
        resolve()
      })
    })
    const bound = listener.address()
    return { host, port: typeof bound === 'object' && bound ? bound.port : port }
  }

  /** Everything here happens before anybody has proved anything (case S6). */
  #admit(socket: Socket, kind: 'explicit' | 'implicit'): void {
    socket.on('error', () => socket.destroy())
    const address = plainAddress(socket.remoteAddress)
    if (address === '') return void socket.destroy() // it was reset before we came to look
    if (!this.#house.admits(address)) return void this.#turnAway(socket, 'banned') // rule 26.4
    this.#enterStranger(address, socket)
    const onLeave = (): void => this.#forgetStranger(address, socket)
    socket.once('close', onLeave)
    const session = new FtpSession(
      this.#house,
      socket,
      { session: uuidV7() },
      {
        onLogin: onLeave,
        onLogout: () => this.#enterStranger(address, socket),
        onOver: () => this.#sessions.delete(socket),
      },
    )
    this.#sessions.set(socket, session)
    void session.begin(kind === 'implicit' ? this.#house.tls() : null)
  }

  #enterStranger(address: string, socket: Socket): void {
    if (socket.destroyed) return
    const evicted = this.#strangers.enter(address, socket)
    this.#house.tally.strangers(this.#strangers.count)
    if (evicted) this.#turnAway(evicted, 'tooManyStrangers')
  }

  #turnAway(socket: Socket, why: string): void {
    this.#house.tally.turnedAway(why)
    this.#house.log.info('ftp.turnedAway', { address: plainAddress(socket.remoteAddress), why })
    this.#sessions.get(socket)?.destroy()
    socket.destroy()
  }

  #forgetStranger(address: string, socket: Socket): void {
    this.#strangers.leave(address, socket)
    this.#house.tally.strangers(this.#strangers.count)
  }

  #watchAll(): void {
    for (const session of this.#sessions.values()) void session.watch()
  }

  /** Looks at every session until none is left, at most for `seconds`. */
  async #untilEmpty(seconds: number, look: (session: FtpSession) => void): Promise<void> {
    const deadline = performance.now() + seconds * 1000
    do {
      for (const session of this.#sessions.values()) look(session)
      if (this.#sessions.size === 0) return
      await setTimeoutPromise(DRAIN_LOOK_MILLISECONDS)
    } while (performance.now() < deadline)
  }

  #closeListeners(): void {
    for (const listener of this.#listeners) listener.close()
  }

  #onListenerError(error: Error): void {
    this.#house.log.error('ftp.listenerError', { error: error.message })
  }
}

function houseOf<Login extends FtpLogin>(options: FtpEngineOptions<Login>): House {
  const limits = limitsInForce(options.limits)
  return {
    tls: () => options.tls(),
    networkOf: (address) => options.networkOf(address),
    now: options.now,
    async admit(attempt) {
      const answer = await options.login(attempt)
      if (!answer.allowed) return { refused: answer.reason }
      const { login } = answer
      const { name, sender } = login
      const files = options.files(login)
      return { name, stillHolds: () => login.stillHolds(), files, ...(sender !== undefined && { sender }) }
    },
    log: options.log,
    limits,
    tally: createTally(options.metrics, 'ftp'),
    flowTotal: new FlowTotal(limits),
    sessions: new SessionCounts(limits),
    register: options.register ?? new SessionRegister(),
    admits: (address) => options.admits?.(address) ?? true,
    ports: new PassivePorts(),
    departing: new Set(),
    isDraining: false,
  }
}

function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())))
}

function unusable(host: string, port: number, kind: 'explicit' | 'implicit', cause: Error): Misconfigured {
  const message = `FTP cannot listen on port ${port} of ${host}: ${cause.message}.`
  const setting = kind === 'explicit' ? 'ftp.port' : 'ftp.implicitPort'
  return new Misconfigured(setting, message, 'Stop the program that uses it, or choose another port.', { cause })
}
