/** One process of a node, at its place in the network, under the node's own host name: started, killed, stopped and started again. */
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Place } from '../support/network.ts'
import type { Site } from './gateway.ts'

export type NodeProcessSettings = {
  readonly site: Site
  readonly place: Place
  readonly host: string
  /** As `--roles` has them. */
  readonly roles: string
  readonly settings: readonly string[]
}

export type Start = {
  /** As `SLUICE_FAILPOINTS` has them. */
  readonly failpoints?: string
  /** Instead of the roles that it has otherwise. */
  readonly roles?: string
  /** How far its clock is ahead of ours. */
  readonly aheadSeconds?: number
}

/** Becomes the command behind it, on a machine that is called like the word before it. */
const CALLED = ['unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"']

export class NodeProcess implements AsyncDisposable {
  readonly #with: NodeProcessSettings
  running: GatewayProcess | null = null

  constructor(settings: NodeProcessSettings) {
    this.#with = settings
  }

  /** Running already, or as it is started now; a process that ended by itself counts as none. */
  async start({ failpoints = '', roles, aheadSeconds = 0 }: Start = {}): Promise<GatewayProcess> {
    if (this.running) return this.running
    const { site, place, host, settings } = this.#with
    const variables = [
      `SLUICE_FAILPOINTS=${failpoints}`,
      `NODE_OPTIONS=${aheadSeconds === 0 ? '' : shifted(aheadSeconds)}`,
    ]
    const under = [...place.inside, ...CALLED, host, 'env', ...variables]
    const gateway = await site.startAs(roles ?? this.#with.roles, under, ...settings)
    this.running = gateway
    void gateway.ended.then(() => {
      if (this.running === gateway) this.running = null
    })
    return gateway
  }

  async kill(): Promise<void> {
    await this.running?.kill()
    this.running = null
  }

  /** As an operator does it: what is under way is finished first. */
  async stop(): Promise<void> {
    await this.running?.[Symbol.asyncDispose]()
    this.running = null
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }

  /** Resolves at the next of these lines of its log, with its name. */
  next(...events: readonly string[]): Promise<string> {
    return new Promise((resolve) => this.running?.onEvent((event) => events.includes(event) && resolve(event)))
  }
}

/** A module that is loaded before all others, whose clock is ahead by so much. */
function shifted(seconds: number): string {
  const text = `const { now } = Date
Date.now = () => now() + ${seconds * 1000}
globalThis.Date = class extends Date { constructor(...words) { words.length === 0 ? super(Date.now()) : super(...words) } }`
  return `--import=data:text/javascript,${encodeURIComponent(text)}`
}
