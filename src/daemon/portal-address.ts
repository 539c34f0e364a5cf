import { hostname } from 'node:os'
import type { Config } from '../config/schema.ts'

const EVERYWHERE: readonly string[] = ['0.0.0.0', '::']

/**
 * The address under which people reach a listener, without a slash at the end: as it is configured, or else host and port. `bound`: the port
 * that was really had, where any free one was asked for.
 */
export function publicUrlOf(
  { publicUrl, host, port }: Pick<Config['portal'], 'publicUrl' | 'host' | 'port'>,
  mode: Config['mode'],
  bound = port,
): string {
  if (publicUrl !== '') return publicUrl.replace(/\/+$/, '')
  const shown = EVERYWHERE.includes(host) ? nameOf(mode) : host
  return `https://${shown.includes(':') ? `[${shown}]` : shown}:${bound}`
}

/**
 * Further addresses by which programs reach a listener of a trial, where nobody has said which one is meant: those of this machine.
 * In production there are none.
 */
export function trialUrlsOf(
  { publicUrl, host }: Pick<Config['web'], 'publicUrl' | 'host'>,
  mode: Config['mode'],
  bound: number,
): readonly string[] {
  if (mode !== 'trial' || publicUrl !== '') return []
  return ownUrlsOf({ host }, bound)
}

/** Addresses of a listener on this machine, whatever it is called elsewhere: the self-test calls it by one of them. */
export function ownUrlsOf({ host }: Pick<Config['web'], 'host'>, bound: number): readonly string[] {
  return [...LOOPBACK, host].map((name) => `https://${name.includes(':') ? `[${name}]` : name}:${bound}`)
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1']

/** A trial is looked at from the same machine. */
function nameOf(mode: Config['mode']): string {
  return mode === 'trial' ? 'localhost' : hostname()
}
