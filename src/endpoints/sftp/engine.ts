/** The SFTP server: protocol and limits. It knows nothing of file names; whoever keeps the files decides about them. */
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import ssh2, { type Server } from 'ssh2'
import { plainAddress } from '../../base/addresses.ts'
import { Misconfigured } from '../../base/errors.ts'
import { SessionCounts, Strangers } from '../sessions/admission.ts'
import { FlowTotal } from '../sessions/flow.ts'
import { SessionRegister } from '../sessions/register.ts'
import { createTally } from '../sessions/tally.ts'
import { serverAlgorithms } from './algorithms.ts'
import { SftpConnection } from './connection.ts'
import { handOver, identify, SOFTWARE } from './door.ts'
import { announcedKeys } from './host-key-proofs.ts'
import type { House } from './house.ts'
import { limitsInForce, type SftpEndpoint, type SftpEngineOptions, type SftpLogin } from './options.ts'
import { KICKED } from './refusals.ts'
import type { SftpSession } from './session.ts'
import { hostKeysToOffer, internalsOf, nativeCiphersLoaded } from './ssh2-internals.ts'

const DRAIN_LOOK_MILLISECONDS = 50
/** How long a CLOSE that has begun may still take when the time to drain is over, and the store to let everything go. */
const CLOSING_SECONDS = 5

/** Listens when it resolves. Throws `Misconfigured` when the address cannot be used. */
export async function createSftpEngine<Login extends SftpLogin>(
  options: SftpEngineOptions<Login>,
): Promise<SftpEndpoint> {
  const engine = new SftpEngine(options)
  await engine.listen(options.host, options.port)
  return engine
}

class SftpEngine<Login extends SftpLogin> implements SftpEndpoint {
  readonly #house: House<Login>
  readonly #listener: NetServer
  readonly #ssh: Server
  readonly #strangers: Strangers<Socket>
  readonly #admits: (address: string) => boolean
  readonly #sockets = new Map<Socket, SftpConnection<Login> | undefined>()
  #watch: NodeJS.Timeout | undefined
  #address: { host: string; port: number } = { host: '', port: 0 }

  constructor(options: SftpEngineOptions<Login>) {
    const limits = limitsInForce(options.limits)
    this.#house = {
      login: options.login,
      files: options.files,
      log: options.log,
      now: options.now,
      methods: options.methods ?? ['publickey'],
      limits,
      tally: createTally(options.metrics, 'sftp'),
      flowTotal: new FlowTotal(limits),
      sessions: new SessionCounts(limits),
      register: options.register ?? new SessionRegister(),
      departing: new Set(),
      isDraining: false,
      announced: announcedKeys([...options.hostKeys, ...(options.nextHostKeys ?? [])]),
    }
    this.#strangers = new Strangers(limits)
    this.#admits = (address) => options.admits?.(address) ?? true
    this.#ssh = sshServer(options)
    this.#ssh.on('connection', (connection, { header }) => {
      const ssh = internalsOf(connection)
      const origin = { address: addressOf(ssh._sock), client: header.identRaw }
      const onLogin = (): void => this.#onLogin(ssh._sock)
      this.#sockets.set(ssh._sock, new SftpConnection(this.#house, ssh, origin, onLogin))
    })
    this.#listener = createServer({ noDelay: true }, (socket) => void this.#admit(socket))
  }

  get address(): { readonly host: string; readonly port: number } {
    return this.#address
  }

  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const fail = (cause: Error): void => reject(unusable(host, port, cause))
      this.#listener.once('error', fail).listen(port, host, () => {
        this.#listener.off('error', fail).on('error', (error) => this.#onListenerError(error))
        resolve()
      })
    })
    const bound = this.#listener.address()
    this.#address = { host, port: typeof bound === 'object' && bound ? bound.port : port }
    this.#watch = setInterval(() => this.#watchAll(), this.#house.limits.watchSeconds * 1000)
    this.#house.log.info('sftp.listening', { ...this.#address, nativeCiphers: nativeCiphersLoaded() })
  }

  kick(name: string): number {
    const sessions = this.#sessions().filter(({ login }) => login.name === name)
    for (const session of sessions) session.end('kicked', KICKED)
    return sessions.length
  }

  async drain(seconds: number): Promise<void> {
    this.#house.isDraining = true
    this.#listener.close()
    for (const [socket, connection] of this.#sockets) if (!connection?.session) socket.destroy()
    await this.#untilEmpty(seconds, (session) => session.endIfQuiet())
    await this.#untilEmpty(CLOSING_SECONDS, (session) => session.finish())
    await this[Symbol.asyncDispose]()
  }

  /** Ends everything at once; resolves when the store has nothing left to do for us, or does not answer for too long. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#watch)
    this.#house.isDraining = true
    this.#listener.close()
    await Promise.all([...this.#sockets.keys()].map((socket) => closing(socket.destroy())))
    const tooLong = setTimeoutPromise(CLOSING_SECONDS * 1000, undefined, { ref: false })
    await Promise.race([Promise.all(this.#house.departing), tooLong])
  }

  /** From the first byte to ssh2: everything here happens before anybody has proved anything (cases S4, S6). */
  async #admit(socket: Socket): Promise<void> {
    const address = addressOf(socket)
    const { limits, tally, log } = this.#house
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#forget(address, socket))
    this.#sockets.set(socket, undefined)
    if (!this.#admits(address)) return this.#turnAway(socket, 'banned') // rule 26.4
    const evicted = this.#strangers.enter(address, socket)
    tally.strangers(this.#strangers.count)
    if (evicted) this.#turnAway(evicted, 'tooManyStrangers')
    const door = await identify(socket, limits.loginSeconds)
    if (!door.fit) {
      if (door.why) tally.turnedAway(door.why)
      return log.debug('sftp.notIdentified', { address, why: door.why })
    }
    if (socket.destroyed) return
    const timer = setTimeout(() => this.#turnAwayStranger(socket), limits.loginSeconds * 1000)
    socket.once('close', () => clearTimeout(timer))
    handOver(socket, this.#ssh)
  }

  #onLogin(socket: Socket): void {
    this.#strangers.leave(addressOf(socket), socket)
    this.#house.tally.strangers(this.#strangers.count)
  }

  #turnAwayStranger(socket: Socket): void {
    if (!this.#sockets.get(socket)?.session) this.#turnAway(socket, 'loginTooSlow')
  }

  #turnAway(socket: Socket, why: string): void {
    this.#house.tally.turnedAway(why)
    this.#house.log.info('sftp.turnedAway', { address: addressOf(socket), why })
    socket.destroy()
  }

  #forget(address: string, socket: Socket): void {
    this.#sockets.delete(socket)
    this.#strangers.leave(address, socket)
    this.#house.tally.strangers(this.#strangers.count)
  }

  #onListenerError(error: Error): void {
    this.#house.log.error('sftp.listenerError', { error: error.message })
  }

  #watchAll(): void {
    for (const session of this.#sessions()) void session.watch()
  }

  /** Looks at every session until none is left, at most for `seconds`. */
  async #untilEmpty(seconds: number, look: (session: SftpSession<Login>) => void): Promise<void> {
    const deadline = performance.now() + seconds * 1000
    do {
      for (const session of this.#sessions()) look(session)
      if (this.#sockets.size === 0) return
      await setTimeoutPromise(DRAIN_LOOK_MILLISECONDS)
    } while (performance.now() < deadline)
  }

  #sessions(): SftpSession<Login>[] {
    return [...this.#sockets.values()].flatMap((connection) => connection?.session ?? [])
  }
}

function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())))
}

function sshServer({ hostKeys, algorithms }: Pick<SftpEngineOptions, 'hostKeys' | 'algorithms'>): Server {
  const ecdsa = algorithms?.ecdsa ?? false
  const wanted = hostKeys.filter(({ type }) => ecdsa || !type.startsWith('ecdsa'))
  return new ssh2.Server({
    hostKeys: hostKeysToOffer(wanted.map(({ privateKey }) => privateKey)),
    algorithms: serverAlgorithms({ ecdsa }),
    ident: SOFTWARE,
  })
}

function unusable(host: string, port: number, cause: Error): Misconfigured {
  const message = `SFTP cannot listen on port ${port} of ${host}: ${cause.message}.`
  return new Misconfigured('sftp.port', message, 'Stop the program that uses it, or choose another port.', { cause })
}

function addressOf({ remoteAddress }: Socket): string {
  return plainAddress(remoteAddress)
}
