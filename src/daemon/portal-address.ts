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

/** A trial is looked at from the same machine. */
function nameOf(mode: Config['mode']): string {
  return mode === 'trial' ? 'localhost' : hostname()
}
