/** Who is in, for whoever watches: the endpoint counts on its own, and is asked now and then. */

export type Doing = 'receiving' | 'sending' | 'listing'

export type Progress = {
  readonly lastAt: Date
  readonly bytesIn: number
  readonly bytesOut: number
  /** Files that came or went whole. */
  readonly files: number
  readonly doing: Doing | null
  /** Last part of the path; null while no file is in hand. */
  readonly file: string | null
}

export type PresentSession = {
  /** As in log, rows and audit. */
  readonly session: string
  readonly account: string
  /** Whose account it is; null where files belong to no sender. */
  readonly sender: string | null
  readonly address: string
  readonly since: Date
  /** What the client program calls itself by now; as it came. */
  client(): string
  progress(): Progress
  /** Ends it at once, with the protocol's own goodbye; an upload under way leaves nothing. */
  kick(): void
}

export type Departed = Pick<PresentSession, 'account' | 'sender' | 'address'> & { readonly client: string }

/** Of those who left since the last look; more are forgotten, for they are told for their programs' sake alone. */
const DEPARTED_MAX = 1000

export class SessionRegister {
  readonly #present = new Set<PresentSession>()
  readonly #departed = new Map<string, Departed>()

  enter(session: PresentSession): void {
    this.#present.add(session)
  }

  /** Doing it twice is doing it once. */
  leave(session: PresentSession): void {
    if (!this.#present.delete(session) || this.#departed.size >= DEPARTED_MAX) return
    const { account, sender, address } = session
    const client = session.client()
    this.#departed.set(`${account}\n${address}\n${client}`, { account, sender, address, client })
  }

  get present(): readonly PresentSession[] {
    return [...this.#present]
  }

  /** Who left since the last call, each account, address and program once. */
  takeDeparted(): readonly Departed[] {
    const departed = [...this.#departed.values()]
    this.#departed.clear()
    return departed
  }
}

/** The last part of a path, as the protocol carries it. */
export function fileIn(path: string): string {
  return path.split('/').at(-1) ?? ''
}
