/** One SSH connection, from the end of its identification line: the way to a session that is logged in. */
import type { AcceptConnection, AuthContext, RejectConnection, Session } from 'ssh2'
import { uuidV7 } from '../../base/ids.ts'
import { errorFields } from '../../base/log.ts'
import { type Refusal, refusalLine } from '../../base/refusal.ts'
import { unreachable } from '../../base/unreachable.ts'
import { type HostKeyProofs, hostKeyProofs } from './host-key-proofs.ts'
import type { House } from './house.ts'
import { attemptLogin, type LoginStep, methodsOf } from './login.ts'
import type { SftpLogin } from './options.ts'
import { DRAINING, TOO_MANY_SESSIONS } from './refusals.ts'
import { SftpSession } from './session.ts'
import {
  announceUserKeyAlgorithms,
  closeSoon,
  DISCONNECT_REASON,
  disconnect,
  guardPhases,
  type Ssh2Connection,
} from './ssh2-internals.ts'

export type ConnectionOrigin = { readonly address: string; readonly client: string }

/** Questions that are answered with no; a client with many keys asks for each of them. */
const QUESTIONS_MAX = 30

export class SftpConnection<Login extends SftpLogin> {
  readonly #id = uuidV7()
  readonly #house: House<Login>
  readonly #ssh: Ssh2Connection
  readonly #origin: ConnectionOrigin
  readonly #onLogin: () => void
  readonly #proofs: HostKeyProofs
  #session: SftpSession<Login> | undefined
  #isGone = false
  #questions = 0
  #failures = 0

  constructor(house: House<Login>, ssh: Ssh2Connection, origin: ConnectionOrigin, onLogin: () => void) {
    this.#house = house
    this.#ssh = ssh
    this.#origin = origin
    this.#onLogin = onLogin
    this.#proofs = hostKeyProofs(ssh, house.announced)
    guardPhases(ssh, (type) => this.#onBreach(`message ${type} before log-in`))
    announceUserKeyAlgorithms(ssh)
    ssh.on('error', (error) => this.#onError(error))
    ssh.on('authentication', (context) => void this.#onAttempt(context))
    ssh.on('session', (accept, reject) => this.#openChannel(accept, reject))
    ssh._sock.on('close', () => this.#onGone())
  }

  get session(): SftpSession<Login> | undefined {
    return this.#session
  }

  #openChannel(accept: AcceptConnection<Session>, reject: RejectConnection): void {
    if (this.#session) this.#session.openChannel(accept, reject)
    else reject()
  }

  async #onAttempt(context: AuthContext): Promise<void> {
    const { login, methods } = this.#house
    const desk = { session: this.#id, address: this.#origin.address, methods, login }
    try {
      const step = await attemptLogin(desk, context)
      if (!this.#isGone) this.#follow(step, context)
    } catch (error) {
      this.#house.tally.login('unavailable')
      this.#house.log.error('sftp.loginUnavailable', { ...this.#about(), ...errorFields(error) })
      if (!this.#isGone) context.reject(methodsOf(desk))
    }
  }

  #follow(step: LoginStep<Login>, context: AuthContext): void {
    switch (step.step) {
      case 'welcome':
        this.#welcome(step.login, step.about, context)
        break
      case 'sign':
        // ssh2 would answer with the key's type where the client expects the algorithm it asked for.
        if (context.method === 'publickey') context.key.algo = step.algorithm
        context.accept()
        break
      case 'continue':
        this.#questions += 1
        this.#refuse(context, this.#questions > QUESTIONS_MAX)
        break
      case 'failed':
        this.#onFailure(step.reason, step.about, context)
        break
      default:
        unreachable(step)
    }
  }

  #onFailure(reason: string, about: object, context: AuthContext): void {
    this.#failures += 1
    this.#house.tally.login('refused')
    this.#house.log.info('sftp.loginRefused', { ...this.#about(), ...about, reason })
    this.#refuse(context, this.#failures >= this.#house.limits.loginFailuresPerSession)
  }

  #welcome(login: Login, about: object, context: AuthContext): void {
    const { sessions, tally, isDraining } = this.#house
    if (isDraining) {
      this.#turnAway('draining', DRAINING)
    } else if (sessions.enter({ name: login.name, address: this.#origin.address })) {
      this.#open(login, about)
      context.accept()
      this.#proofs.announce()
    } else {
      tally.login('overLimit')
      this.#turnAway('tooManySessions', TOO_MANY_SESSIONS)
    }
  }

  #open(login: Login, about: object): void {
    const { sessions, tally, log } = this.#house
    this.#session = new SftpSession(this.#house, this.#ssh, login, { session: this.#id, ...this.#origin })
    this.#onLogin()
    tally.login('accepted')
    tally.sessions(sessions.count)
    log.info('sftp.sessionOpened', { ...this.#about(), name: login.name, ...about })
  }

  #refuse(context: AuthContext, isLast: boolean): void {
    context.reject(methodsOf(this.#house))
    if (isLast) disconnect(this.#ssh, DISCONNECT_REASON.noMoreMethods, 'Too many attempts to log in.')
  }

  #turnAway(why: string, refusal: Refusal): void {
    this.#house.tally.turnedAway(why)
    this.#house.tally.refused(refusal.code)
    this.#house.log.warn('sftp.turnedAway', { ...this.#about(), why })
    disconnect(this.#ssh, DISCONNECT_REASON.tooManyConnections, refusalLine(refusal))
  }

  #onBreach(what: string): void {
    this.#house.tally.turnedAway('breach')
    this.#house.log.warn('sftp.breach', { ...this.#about(), what })
    disconnect(this.#ssh, DISCONNECT_REASON.protocolError, 'This message is not allowed before log-in.')
  }

  #onError(error: Error): void {
    this.#house.log.info('sftp.connectionError', { ...this.#about(), error: error.message })
    closeSoon(this.#ssh)
  }

  #onGone(): void {
    this.#isGone = true
    this.#session?.over()
  }

  #about(): object {
    return { session: this.#id, ...this.#origin }
  }
}
