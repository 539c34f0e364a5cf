/** A client's commands, one after the other; and what ends its visit besides QUIT. */

import type { Socket } from 'node:net'
import { secondsBetween } from '../../base/clock.ts'
import { errorFields } from '../../base/log.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { COMMANDS, misuseOf } from './commands.ts'
import { CommandsAhead } from './commands-ahead.ts'
import { Control } from './control.ts'
import type { House } from './house.ts'
import { aboutVisit, leave } from './on-login.ts'
import { beginTls, securityOf } from './on-security.ts'
import { status } from './on-settings.ts'
import type { FtpTls } from './options.ts'
import { refusalReply } from './refusal-replies.ts'
import { type Reply, type ReplyName, reply } from './replies.ts'
import { tellRefused, tellTransfer } from './tell.ts'
import { excuse } from './troubles.ts'
import { newVisit, type Visit } from './visit.ts'

export type SessionHooks = {
  onLogin(): void
  /** It is a stranger's connection again. */
  onLogout(): void
  /** The client is gone and nothing works for it any more. */
  onOver(): void
}

export class FtpSession {
  readonly #visit: Visit
  readonly #hooks: SessionHooks
  readonly #queue = new CommandsAhead()
  #strangerSince: Date
  #work: Promise<void> | null = null
  #isChecking = false
  #isOver = false

  constructor(house: House, socket: Socket, about: { session: string }, hooks: SessionHooks) {
    const control = new Control(socket, () => house.limits.lineBytes, {
      onInput: () => this.#read(),
      onGone: () => this.#onGone(),
    })
    this.#visit = newVisit({
      ...{ house, control, ...about },
      kick: () => this.end('kicked'),
      discardAhead: () => this.#queue.clear(),
      isAbortAhead: () => this.#queue.has('ABOR'),
    })
    this.#strangerSince = house.now()
    this.#hooks = hooks
  }

  get name(): string | null {
    return this.#visit.guest?.name ?? null
  }

  get isQuiet(): boolean {
    return this.#work === null
  }

  /** `implicit`: TLS before the first word. */
  async begin(implicit: FtpTls | null): Promise<void> {
    try {
      if (implicit && !(await beginTls(this.#visit, securityOf(implicit)))) return
      if (implicit) this.#visit.isDataPrivate = true
      await this.#visit.control.send(reply('ready'))
    } catch (error) {
      excuse(this.#visit, error, 'TLS')
      this.destroy()
    }
  }

  /** Called every few seconds: is it idle or slow, does the log-in still hold? */
  async watch(): Promise<void> {
    const { house, transfer, guest, lastCommandAt } = this.#visit
    if (this.#isOver) return
    transfer?.watch(house.limits)
    const since = secondsBetween(guest ? lastCommandAt : this.#strangerSince, house.now())
    if (!guest && since > house.limits.passwordSeconds) return this.end('tooSlow')
    if (!transfer && since > house.limits.idleSeconds) return this.end('idle')
    await this.#checkLogin()
  }

  /** Ends it at once; the client is told why. What is open is let go. */
  end(because: ReplyName): void {
    if (this.#isOver) return
    this.#visit.house.log.info('ftp.sessionEnded', { ...aboutVisit(this.#visit), name: this.name, because })
    this.#visit.isLeaving = true
    this.#visit.control.end(reply(because))
  }

  endIfQuiet(): void {
    if (this.isQuiet) this.end('draining')
  }

  /** What has all its data is answered; everything else ends (case K15). */
  finish(): void {
    this.#visit.transfer?.abort()
    this.endIfQuiet()
  }

  destroy(): void {
    this.#visit.control.destroy()
  }

  /** Takes lines as far as they may be ahead. ABOR and STAT are for the transfer that is under way and do not wait for it. */
  #read(): void {
    const { control, house } = this.#visit
    while (this.#queue.length < house.limits.commandsAhead) {
      const line = control.nextLine()
      if (line === null) break
      if (line === 'tooLong') {
        this.#breach()
        break
      }
      const parsed = parseCommandLine(line)
      if (this.#visit.transfer && parsed.verb === 'ABOR') this.#visit.transfer.abort()
      if (this.#isAnsweredAtOnce(parsed)) void control.send(status(this.#visit))
      else this.#queue.push(parsed)
    }
    if (this.#queue.length >= house.limits.commandsAhead) control.pause()
    this.#work ??= Promise.resolve().then(() => this.#workOff())
  }

  /** Unless earlier answers are still unread: then it waits its turn like everything else (case F3). */
  #isAnsweredAtOnce({ verb, argument }: CommandLine): boolean {
    const { transfer, control } = this.#visit
    return transfer !== null && verb === 'STAT' && !argument && !control.hasUnread
  }

  async #workOff(): Promise<void> {
    const { control, house } = this.#visit
    for (let line = this.#queue.shift(); line && !this.#visit.isLeaving; line = this.#queue.shift()) {
      for (; line.times > 0 && !this.#visit.isLeaving && !control.hasEnded; line.times--) await this.#perform(line)
      this.#visit.lastCommandAt = house.now()
      if (this.#queue.length === 0 && !control.hasEnded) {
        control.resume()
        this.#read()
      }
    }
    if (this.#work) house.departing.delete(this.#work)
    this.#work = null
    if (control.hasEnded) this.#over()
  }

  async #perform({ verb, argument }: CommandLine): Promise<void> {
    const answer = await this.#replyTo(verb, argument).catch((error: unknown) => excuse(this.#visit, error, verb))
    const { control } = this.#visit
    if (!answer) return
    if (this.#visit.isLeaving) control.end(answer)
    else await control.send(answer)
  }

  async #replyTo(verb: string, argument: string | null): Promise<Reply | null> {
    const visit = this.#visit
    const command = COMMANDS.get(verb)
    const misuse = misuseOf(visit, verb, argument)
    if (verb !== 'RNTO') visit.renameFrom = null
    if (misuse || !command) return misuse
    const wasIn = visit.guest !== null
    const end = await command.act(visit, argument ?? '')
    if (wasIn !== (visit.guest !== null)) this.#onChange(wasIn)
    if (end === null || 'code' in end) return end
    const line = { verb, argument }
    if (end.ok) tellTransfer(visit, end.value, line)
    else tellRefused(visit, end.problem, line)
    return end.ok ? end.value : refusalReply(end.problem)
  }

  #onChange(wasIn: boolean): void {
    this.#strangerSince = this.#visit.house.now()
    if (wasIn) this.#hooks.onLogout()
    else this.#hooks.onLogin()
  }

  #breach(): void {
    const { house, control } = this.#visit
    house.tally.turnedAway('breach')
    house.log.warn('ftp.breach', { ...aboutVisit(this.#visit), what: 'a line that is too long' })
    this.#visit.isLeaving = true
    control.end(reply('lineTooLong'))
  }

  /** Nothing more will come: what has not all its data is let go, what has is finished. */
  #onGone(): void {
    const { house, transfer, way, control } = this.#visit
    transfer?.abort()
    way?.cancel()
    this.#queue.clear()
    const grace = setTimeout(() => control.destroy(), house.limits.loginSeconds * 1000)
    grace.unref()
    if (this.#work) house.departing.add(this.#work)
    else this.#over()
  }

  #over(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#visit.lingering?.destroy()
    leave(this.#visit)
    this.#hooks.onOver()
  }

  async #checkLogin(): Promise<void> {
    const { guest, house } = this.#visit
    if (!guest || this.#isChecking) return
    this.#isChecking = true
    try {
      if (!(await guest.stillHolds()) && this.#visit.guest === guest) this.end('loginEnded')
    } catch (error) {
      house.log.warn('ftp.storeSilent', { ...aboutVisit(this.#visit), do: 'stillHolds', ...errorFields(error) })
    } finally {
      this.#isChecking = false
    }
  }
}
