import type { Config } from '../config/schema.ts'

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']

/** rule 21.4: in clear on this machine alone. */
export function isConsoleOverTls({ host, tls }: Pick<Config['console'], 'host' | 'tls'>): boolean {
  return tls === 'always' || !LOOPBACK.includes(host)
}

type Shown = Pick<Config['console'], 'host' | 'port' | 'tls' | 'publicUrl'>

/** The address under which operators reach the console, without a slash at the end. `bound`: the port that was really had. */
export function consoleUrlOf(listener: Shown, bound = listener.port): string {
  const { publicUrl, host } = listener
  if (publicUrl !== '') return publicUrl.replace(/\/+$/, '')
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const scheme = isConsoleOverTls(listener) ? 'https' : 'http'
  return `${scheme}://${shown.includes(':') ? `[${shown}]` : shown}:${bound}`
}
