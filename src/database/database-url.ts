import { readFileSync } from 'node:fs'
import { Misconfigured } from '../base/errors.ts'
import type { ConnectionSettings, TlsSettings } from './database.ts'

const TLS_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const
type TlsMode = (typeof TLS_MODES)[number]
const PARAMETERS = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey']
const EXAMPLE = 'postgres://sluice@database.example:5432/sluice?sslmode=verify-full&sslrootcert=certs/database-ca.crt'

/**
 * Reads `database.url`. As in libpq, `require` encrypts without looking at the certificate, `verify-ca` and `verify-full` look; but
 * with no mode at all a server on another machine must be `verify-full`. A path as host (or `?host=`) is a unix socket's folder.
 * Throws `Misconfigured`, without repeating the url's secrets.
 */
export function parseDatabaseUrl(text: string, password: string | undefined): ConnectionSettings {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol)) throw wrong('is not a PostgreSQL address')
  if (url.password) throw wrong('contains a password', 'Put it into a file and set database.passwordFile.')
  for (const name of url.searchParams.keys()) {
    if (!PARAMETERS.includes(name))
      throw wrong(`has the unknown parameter ${name}`, `Known are ${PARAMETERS.join(', ')}.`)
  }
  const host = url.searchParams.get('host') ?? decoded(url.hostname)
  const database = decoded(url.pathname.slice(1))
  const user = decoded(url.username)
  if (!host || !database || !user) throw wrong('must name a user, a host and a database')
  return {
    host,
    port: Number(url.port || 5432),
    user,
    database,
    ssl: tlsSettings(tlsMode(url, host), url.searchParams),
    ...(password === undefined ? {} : { password }),
  }
}

function tlsMode({ searchParams }: URL, host: string): TlsMode {
  const given = searchParams.get('sslmode') ?? (isLocal(host) ? 'disable' : 'verify-full')
  const mode = TLS_MODES.find((known) => known === given)
  if (!mode) throw wrong(`has the unknown sslmode ${given}`, `Known are ${TLS_MODES.join(', ')}.`)
  return mode
}

function tlsSettings(mode: TlsMode, parameters: URLSearchParams): boolean | TlsSettings {
  if (mode === 'disable') return false
  return {
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...fileContent('ca', parameters, 'sslrootcert'),
    ...fileContent('cert', parameters, 'sslcert'),
    ...fileContent('key', parameters, 'sslkey'),
  }
}

function fileContent(name: 'ca' | 'cert' | 'key', parameters: URLSearchParams, parameter: string) {
  const path = parameters.get(parameter)
  if (path === null) return {}
  try {
    return { [name]: readFileSync(path, 'utf8') }
  } catch (cause) {
    throw wrong(`names the file ${path} as ${parameter}, which cannot be read`, 'Name a PEM file.', cause)
  }
}

function isLocal(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).replace(/^\[(.*)\]$/, '$1') // an IPv6 address
  } catch {
    throw wrong('has a % that is no escape')
  }
}

function wrong(found: string, remedy = `Write it like ${EXAMPLE}.`, cause?: unknown): Misconfigured {
  return new Misconfigured('database.url', `database.url ${found}.`, remedy, { cause })
}
