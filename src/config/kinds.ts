/** The kinds of value a setting can have. Each says in words what it expects, for error messages and the reference alike. */

import { z } from 'zod'
import { formatSize, parseSize } from './size.ts'

export type Kind = {
  /** Completes "expected …". */
  readonly expected: string
  /** How an operator writes a value of this kind, when that is not its JSON. */
  readonly format?: (value: never) => string
  /** The value is a path: relative ones are resolved when the configuration is loaded. */
  readonly path?: boolean
  /** The path of a file that holds a secret (case G2). */
  readonly secret?: boolean
}

export const KINDS = z.registry<Kind>()

/** A TCP port range that needs no privilege; both 0: any free port. */
export type PortRange = { readonly first: number; readonly last: number }

type Bounds = { readonly min: number; readonly max: number }

export function count({ min, max }: Bounds) {
  const expected = `a whole number from ${grouped(min)} to ${grouped(max)}`
  return z.number().int().min(min).max(max).register(KINDS, { expected })
}

/** Durations, rates: fractions are welcome. The unit ends the key's name. */
export function amount({ min, max }: Bounds) {
  return z
    .number()
    .min(min)
    .max(max)
    .register(KINDS, { expected: `a number from ${min} to ${grouped(max)}` })
}

export function bytes({ min, max }: Bounds) {
  const expected = `a size from ${formatSize(min)} to ${formatSize(max)}, as in 1.5 MiB`
  const read = (written: unknown) => within(parseSize(written), { min, max })
  return custom(read, { expected, format: formatSize })
}

export const flag = z.boolean().register(KINDS, { expected: 'true or false' })

export function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values).register(KINDS, { expected: oneOf(values), format: (value: string) => value })
}

export function text(expected: string, pattern: RegExp) {
  return z.string().regex(pattern).register(KINDS, { expected, format: plainText })
}

/** Six digits; YAML takes them for a number unless they are quoted. */
export const sixDigits = custom((written) => (/^\d{6}$/.test(String(written)) ? String(written) : undefined), {
  expected: 'six digits, in quotes when the first is 0',
  format: plainText,
})

const NO_CONTROL = /^[^\p{Cc}]*$/u

export const sentence = text('text of at most 200 characters', /^[^\p{Cc}]{0,200}$/u)

export const folder = z
  .string()
  .max(4096)
  .regex(NO_CONTROL)
  .register(KINDS, {
    ...{ expected: 'the path of a folder', format: plainText, path: true },
  })

export const secretFile = z
  .string()
  .max(4096)
  .regex(NO_CONTROL)
  .register(KINDS, {
    ...{ expected: 'the path of a file that holds the secret', format: plainText, path: true, secret: true },
  })

export const pemFile = z
  .string()
  .max(4096)
  .regex(NO_CONTROL)
  .register(KINDS, { expected: 'the path of a PEM file', format: plainText, path: true })

export const port = z
  .number()
  .int()
  .min(0)
  .max(65_535)
  .register(KINDS, { expected: 'a port number from 0 to 65535 (0: any free port)' })

const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*$/

export const host = z
  .union([z.ipv4(), z.ipv6(), z.string().regex(HOST_NAME)])
  .register(KINDS, { expected: 'an IP address or a host name', format: plainText })

/** Under which others know a listener; empty: as it is opened. */
export const publicHost = z
  .union([z.literal(''), z.ipv4(), z.ipv6(), z.string().regex(HOST_NAME)])
  .register(KINDS, { expected: 'an IP address or a host name', format: plainText })

export const publicPort = z.number().int().min(1).max(65_535).register(KINDS, {
  expected: 'a port number from 1 to 65535',
})

export const address = z
  .union([z.literal(''), z.ipv4()])
  .register(KINDS, { expected: 'an IPv4 address', format: plainText })

export const addressRange = z
  .union([z.cidrv4(), z.cidrv6()])
  .register(KINDS, { expected: 'an address range such as 192.0.2.0/24 or 2001:db8::/32', format: plainText })

export const portRange = custom(readPortRange, {
  expected: 'a range of ports from 1024, such as 8100-8199 (0: any free port)',
  format: ({ first, last }: PortRange) => (first === last ? String(first) : `${first}-${last}`),
})

/** Of HTTP, in lower case as Node has them. Not one that means something else already. */
export const headerName = z
  .union([z.literal(''), z.string().regex(/^(?!(?:authorization|cookie|host|x-forwarded-for)$)[a-z0-9-]{1,64}$/)])
  .register(KINDS, { expected: 'the name of an HTTP header in lower case, such as client-cert', format: plainText })

/** An address of a server, never with a password in it: secrets are files. Empty stands for the embedded default. */
export function serverUrl(protocols: readonly string[], expected: string) {
  const fits = (written: string) => written === '' || hasProtocol(written, protocols)
  return z.string().max(2048).refine(fits).register(KINDS, { expected, format: plainText })
}

function custom<Value>(read: (written: unknown) => Value | undefined, kind: Kind) {
  return z
    .unknown()
    .transform((written, context): Value => {
      const value = read(written)
      if (value !== undefined) return value
      context.issues.push({ code: 'custom', message: kind.expected, input: written })
      return z.NEVER
    })
    .register(KINDS, kind)
}

function within(value: number | undefined, { min, max }: Bounds): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined
}

function readPortRange(written: unknown): PortRange | undefined {
  const match = /^(\d{1,5})(?: ?- ?(\d{1,5}))?$/.exec(typeof written === 'number' ? String(written) : asText(written))
  if (!match) return undefined
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])]
  const anyPort = first === 0 && last === 0
  return anyPort || (first >= 1024 && first <= last && last <= 65_535) ? { first, last } : undefined
}

function hasProtocol(written: string, protocols: readonly string[]): boolean {
  const { protocol, hostname } = URL.canParse(written) ? new URL(written) : { protocol: '', hostname: '' }
  return protocols.includes(protocol) && (hostname !== '' || protocol === 'postgresql:' || protocol === 'postgres:')
}

function asText(written: unknown): string {
  return typeof written === 'string' ? written : ''
}

function plainText(value: string): string {
  return value === '' ? '""' : value
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function grouped(number: number): string {
  return number.toLocaleString('en')
}
