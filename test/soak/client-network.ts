/** The network of the senders: a namespace of its own with one link to ours, which can break, lose packets, refuse and be slow. Needs root. */
import { execFileSync } from 'node:child_process'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import { processIsAlive } from '../support/process-is-alive.ts'
import { filterPackets, letAllThrough } from './packet-filter.ts'

const NAME = 'sluice-soak-'
const TABLE = 'soak'

/** Why there is no such network here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noClientNetwork(): string | undefined {
  if (process.env.SLUICE_WIDE === '1') return undefined
  if (process.getuid?.() !== 0) return 'not run: needs root'
  const probe = `sluice-probe-${process.pid}`
  const script = `command -v tc && ip netns add ${probe} && ip netns exec ${probe} nft add table inet probe; ok=$?; ip netns del ${probe}; exit $ok`
  try {
    execFileSync('/bin/sh', ['-c', script], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'not run: needs ip, tc and nft, and to be allowed network namespaces'
  }
}

export class ClientNetwork implements AsyncDisposable {
  readonly #name = `${NAME}${process.pid}`
  readonly #inside = `sk${process.pid}c`
  readonly #outside = `sk${process.pid}g`
  /** Where the gateways listen. */
  readonly host: string
  /** Of the senders. */
  readonly client: string

  private constructor() {
    const base = (process.pid % 64) * 4
    const third = Math.floor(process.pid / 64) % 256
    this.host = `10.231.${third}.${base + 1}`
    this.client = `10.231.${third}.${base + 2}`
  }

  static async open(): Promise<ClientNetwork> {
    const network = new ClientNetwork()
    await network.#make()
    return network
  }

  /** The command, run where the senders are. */
  inside(...command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.#name, ...command]
  }

  async linkDown(): Promise<void> {
    await done('ip', '-n', this.#name, 'link', 'set', this.#inside, 'down')
  }

  async linkUp(): Promise<void> {
    await done('ip', '-n', this.#name, 'link', 'set', this.#inside, 'up')
  }

  /** Of each direction so many of 100 packets are lost. */
  async lose(percent: number): Promise<void> {
    await filterPackets(this.inside(), TABLE, `numgen random mod 100 < ${percent} drop`)
  }

  /** Every packet of a connection is answered with its end. */
  async refuse(): Promise<void> {
    await filterPackets(this.inside(), TABLE, 'meta l4proto tcp reject with tcp reset')
  }

  async letThrough(): Promise<void> {
    await letAllThrough(this.inside(), TABLE)
  }

  /** Both directions. */
  async throttle(bitsPerSecond: number): Promise<void> {
    const shape = ['root', 'tbf', 'rate', `${bitsPerSecond}bit`, 'burst', '3kb', 'latency', '500ms']
    await done('tc', 'qdisc', 'replace', 'dev', this.#outside, ...shape)
    await done('tc', '-n', this.#name, 'qdisc', 'replace', 'dev', this.#inside, ...shape)
  }

  async fullSpeed(): Promise<void> {
    await outcomeOfProgram('tc', ['qdisc', 'del', 'dev', this.#outside, 'root'])
    await outcomeOfProgram('tc', ['-n', this.#name, 'qdisc', 'del', 'dev', this.#inside, 'root'])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await outcomeOfProgram('ip', ['link', 'del', this.#outside])
    await outcomeOfProgram('ip', ['netns', 'del', this.#name])
  }

  async #make(): Promise<void> {
    const [name, inside, outside] = [this.#name, this.#inside, this.#outside]
    await done('ip', 'netns', 'add', name)
    await done('ip', 'link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name)
    await done('ip', 'addr', 'add', `${this.host}/30`, 'dev', outside)
    await done('ip', 'link', 'set', outside, 'up')
    await done('ip', '-n', name, 'addr', 'add', `${this.client}/30`, 'dev', inside)
    for (const link of ['lo', inside]) await done('ip', '-n', name, 'link', 'set', link, 'up')
  }
}

/** What runs that were killed left behind. */
export async function removeOldNetworks(): Promise<void> {
  const { output } = await outcomeOfProgram('ip', ['netns', 'list'])
  for (const [, pid = ''] of output.matchAll(new RegExp(`^${NAME}(\\d+)`, 'gm'))) {
    if (processIsAlive(Number(pid))) continue
    await outcomeOfProgram('ip', ['link', 'del', `sk${pid}g`])
    await outcomeOfProgram('ip', ['netns', 'del', `${NAME}${pid}`])
  }
}

async function done(program: string, ...words: readonly string[]): Promise<void> {
  const { code, output } = await outcomeOfProgram(program, words)
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: ${output}`)
}
