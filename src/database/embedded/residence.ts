import { setTimeout as pause } from 'node:timers/promises'
import { Misconfigured, Unavailable } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import type { ConnectionSettings } from '../database.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded-server.ts'
import { enter, type Presence, type Role } from './presence.ts'

export type ResidenceOptions = EmbeddedOptions & { readonly role: Role; readonly spoolDir: string }

const ENTER_ATTEMPTS_MAX = 50
const FIRST_PAUSE_MS = 50
const PAUSE_MS_MAX = 5_000
const LOG_LOOK_MS = 60_000

/**
 * A running embedded server and our place at it, kept up until disposed: a server that dies is started again. Whoever leaves last
 * stops it (decision 27).
 */
export class Residence implements AsyncDisposable {
  readonly #server: EmbeddedServer
  readonly #options: ResidenceOptions
  readonly #end = new AbortController()
  readonly #rotation: NodeJS.Timeout
  readonly #stay: Promise<void>
  #presence: Presence
  #returning: Promise<boolean> | undefined
  /** Why no statement may run now. */
  #absence: Unavailable | Misconfigured | undefined

  /** Throws `Misconfigured` for a second daemon and when the server cannot run here, `Unavailable` when it does not answer. */
  static async begin(options: ResidenceOptions): Promise<Residence> {
    for (let attempt = 1; ; attempt++) {
      const server = await startEmbedded(options)
      try {
        const presence = await enter(server.connection, options.role)
        if (presence) return new Residence(options, server, presence)
        throw secondGateway(options.spoolDir)
      } catch (error) {
        // The last one may have stopped the server between our finding it and our entering it.
        if (!(error instanceof Unavailable) || attempt === ENTER_ATTEMPTS_MAX) throw error
        await pause(FIRST_PAUSE_MS)
      }
    }
  }

  private constructor(options: ResidenceOptions, server: EmbeddedServer, presence: Presence) {
    this.#options = options
    this.#server = server
    this.#presence = presence
    this.#rotation = setInterval(() => void server.rotateLog().catch(() => {}), LOG_LOOK_MS).unref()
    this.#stay = this.#keepPlace()
  }

  get connection(): ConnectionSettings {
    return this.#server.connection
  }

  /** True when the server ran already. */
  get adopted(): boolean {
    return this.#server.adopted
  }

  /**
   * Throws while our place is lost: `Unavailable` until we have it again, `Misconfigured` when another gateway took it while the
   * server was down. So of two gateways on a spool only the one with the place ever does something.
   */
  assertHeld(): void {
    if (this.#absence) throw this.#absence
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#rotation)
    this.#end.abort()
    await this.#returning
    const isLast = await this.#presence.leave().catch((error) => {
      this.#options.log.warn('database.leftAsItIs', errorFields(error))
      return false
    })
    if (isLast) await this.#server[Symbol.asyncDispose]()
    await this.#presence.close()
    await this.#stay
  }

  async #keepPlace(): Promise<void> {
    for (;;) {
      await this.#presence.ended
      if (this.#end.signal.aborted) return
      this.#absence = absent('is being started again.')
      this.#options.log.warn('database.serverLost')
      this.#returning = this.#comeBack()
      if (!(await this.#returning)) return
    }
  }

  /** False when we were disposed, or another gateway took our place. */
  async #comeBack(): Promise<boolean> {
    const { role, spoolDir, log } = this.#options
    const { signal } = this.#end
    for (let waitMs = FIRST_PAUSE_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, PAUSE_MS_MAX)) {
      try {
        await this.#server.revive()
        const presence = await enter(this.#server.connection, role)
        this.#absence = presence ? undefined : secondGateway(spoolDir)
        this.#presence = presence ?? this.#presence
        if (presence) log.info('database.serverBack')
        return presence !== undefined
      } catch (error) {
        log.error('database.doesNotReturn', errorFields(error))
        this.#absence = absent(`does not start again: ${error instanceof Error ? error.message : error}`)
      }
      await pause(waitMs, undefined, { signal }).catch(() => {})
    }
    return false
  }
}

/** What readiness shows the operator while it lasts. */
function absent(why: string): Unavailable {
  return new Unavailable(`The embedded PostgreSQL ended and ${why}`)
}

function secondGateway(spoolDir: string): Misconfigured {
  const found = `A gateway already runs on ${spoolDir}.`
  return new Misconfigured('spool.dir', found, 'Stop it first, or give this one a spool.dir of its own.')
}
