/**
 * A network of our own on this machine: places, each a network namespace with one address, on a bridge at whose other end the tests are. Its
 * addresses are those that RFC 2544 keeps for tests. Needs root and `ip`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { processIsAlive } from './process-is-alive.ts'

export type Place = {
  readonly address: string
  /** Becomes a command that runs there. */
  readonly inside: readonly string[]
  /** Nothing comes in or out any more, and nobody is told. */
  link(state: 'up' | 'down'): void
  /** The same for one address alone. */
  reach(address: string, isReached: boolean): void
}

export type Network = AsyncDisposable & {
  /** Where the tests may listen for places. */
  readonly address: string
  place(name: string): Place
  /** With all that still runs in it. */
  close(): void
}

const PREFIX = 'sluice'
const NAMESPACES = '/run/netns'
const INTERFACES = '/sys/class/net'

/** Why there are no such networks here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noNetwork(): string | undefined {
  if (process.env.SLUICE_WIDE === '1') return undefined
  if (process.getuid?.() !== 0) return 'not run: needs root'
  try {
    openNetwork().close()
    return undefined
  } catch {
    return 'not run: needs ip of iproute2 and a kernel that lets us make bridges and network namespaces'
  }
}

export function openNetwork(): Network {
  removeLeftovers()
  const bridge = bridgeOf(process.pid)
  const subnet = `198.${18 + ((process.pid >> 8) & 1)}.${process.pid & 255}`
  ip('link', 'add', bridge, 'type', 'bridge')
  ip('address', 'add', `${subnet}.1/24`, 'dev', bridge)
  ip('link', 'set', bridge, 'up')
  let places = 1
  return {
    address: `${subnet}.1`,
    place: (name) => makePlace(`${PREFIX}-${process.pid}-${name}`, bridge, subnet, ++places),
    close: removeOurs,
    [Symbol.asyncDispose]: async () => removeOurs(),
  }
}

function makePlace(namespace: string, bridge: string, subnet: string, number: number): Place {
  const [port, address] = [`${bridge}_${number}`, `${subnet}.${number}`]
  ip('netns', 'add', namespace)
  ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
  ip('link', 'set', port, 'master', bridge, 'up')
  ip('-n', namespace, 'link', 'set', 'lo', 'up')
  ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0')
  ip('-n', namespace, 'link', 'set', 'eth0', 'up')
  return {
    address,
    inside: ['ip', 'netns', 'exec', namespace],
    link: (state) => ip('link', 'set', port, state),
    reach: (other, isReached) => ip('-n', namespace, 'route', isReached ? 'del' : 'add', 'blackhole', `${other}/32`),
  }
}

function removeOurs(): void {
  removeOf((pid) => pid === process.pid)
}

/** A run that was killed could not take its network down; the next one does. */
function removeLeftovers(): void {
  removeOf((pid) => !processIsAlive(pid))
}

function removeOf(isGone: (pid: number) => boolean): void {
  for (const namespace of existsSync(NAMESPACES) ? readdirSync(NAMESPACES) : []) {
    const [, pid] = new RegExp(`^${PREFIX}-(\\d+)-`).exec(namespace) ?? []
    if (pid === undefined || !isGone(Number(pid))) continue
    for (const inside of said('netns', 'pids', namespace)) process.kill(Number(inside), 'SIGKILL')
    ip('netns', 'del', namespace)
  }
  for (const name of readdirSync(INTERFACES)) {
    const [, pid] = new RegExp(`^${PREFIX}-([0-9a-z]+)$`).exec(name) ?? []
    if (pid !== undefined && isGone(Number.parseInt(pid, 36))) ip('link', 'del', name)
  }
}

/** As short as the kernel wants names of interfaces, with the number of a place behind it. */
function bridgeOf(pid: number): string {
  return `${PREFIX}-${pid.toString(36)}`
}

function ip(...words: readonly string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })
}

function said(...words: readonly string[]): readonly string[] {
  return execFileSync('ip', words, { encoding: 'utf8' }).split('\n').filter(Boolean)
}
