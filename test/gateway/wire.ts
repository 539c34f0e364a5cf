/** The wire between a node and its PostgreSQL: it may stand still, break, be slow, and lose a request or the reply to one. */
import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net'

/** What is lost with the connection: without its reply the node cannot know that a request took effect. Or the wire stands still before it. */
export type Loss = 'request' | 'reply' | 'still' | null
export type Loses = (request: Buffer) => Loss

type Line = { readonly node: Socket; readonly server: Socket }

/** `Q`, its length, and the text: how the protocol says COMMIT. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')

const nothing: Loses = () => null

/** At the first so many COMMITs of a wire, in turn the request and the reply: to the node both look alike. */
export function atCommits(lossesMax: number): Loses {
  return inTurn((request) => request.includes(COMMIT), 1, lossesMax)
}

/** At the first COMMIT. */
export function stillAtCommit(): Loses {
  return (request) => (request.includes(COMMIT) ? 'still' : null)
}

/** At each n-th request, whatever it is. */
export function atRequests(every: number): Loses {
  return inTurn(() => true, every, Number.POSITIVE_INFINITY)
}

function inTurn(counts: (request: Buffer) => boolean, every: number, lossesMax: number): Loses {
  let count = 0
  let losses = 0
  return (request) => {
    if (losses === lossesMax || !counts(request) || ++count % every > 0) return null
    return losses++ % 2 === 0 ? 'request' : 'reply'
  }
}

/** Where a wire begins, and the server to which it leads. */
export type Ends = { readonly at: string; readonly to: { readonly host: string; readonly port: number } }

export class Wire implements AsyncDisposable {
  readonly #ends: Ends
  readonly #server: Server
  readonly #lines = new Set<Line>()
  #isHeld = false
  #bytesPerSecond = Number.POSITIVE_INFINITY
  /** Set by a test. */
  loses: Loses = nothing
  losses = 0

  private constructor(ends: Ends) {
    this.#ends = ends
    this.#server = createServer((node) => this.#join(node))
  }

  static async open(ends: Ends): Promise<Wire> {
    const wire = new Wire(ends)
    await once(wire.#server.listen(0, ends.at), 'listening')
    return wire
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: this.#ends.at, port: (this.#server.address() as AddressInfo).port }
  }

  get isStill(): boolean {
    return this.#isHeld
  }

  /** Nothing comes through any more, and nobody is told. */
  hold(): void {
    this.#isHeld = true
    for (const { node, server } of this.#lines) for (const end of [node, server]) end.pause()
  }

  /** As in the beginning; what was held comes now. */
  heal(): void {
    this.#isHeld = false
    this.loses = nothing
    this.#bytesPerSecond = Number.POSITIVE_INFINITY
    for (const { node, server } of this.#lines) for (const end of [node, server]) end.resume()
  }

  /** Every connection breaks. */
  cut(): void {
    for (const line of this.#lines) this.#break(line)
  }

  slow(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(node: Socket): void {
    const line = { node, server: dial(this.#ends.to) }
    this.#lines.add(line)
    for (const end of [line.node, line.server]) end.on('error', () => {}).on('close', () => this.#break(line))
    line.node.on('data', (request) => this.#request(line, request))
    line.server.on('data', (reply) => this.#pass(line.server, line.node, reply))
    if (this.#isHeld) this.hold()
  }

  #request(line: Line, request: Buffer): void {
    const loss = this.loses(request)
    if (loss === 'still') {
      this.hold()
      line.node.unshift(request)
      return
    }
    if (loss) this.losses++
    // that the reply came says that the request took effect
    if (loss === 'reply') line.server.removeAllListeners('data').once('data', () => this.#break(line))
    if (loss === 'request') this.#break(line)
    else this.#pass(line.node, line.server, request)
  }

  #pass(from: Socket, to: Socket, bytes: Buffer): void {
    to.write(bytes)
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY) return
    from.pause()
    setTimeout(() => this.#isHeld || from.resume(), (bytes.length / this.#bytesPerSecond) * 1000)
  }

  #break(line: Line): void {
    this.#lines.delete(line)
    line.node.destroy()
    line.server.destroy()
  }
}
