/** A control line as verb and argument. */

export type CommandLine = {
  /** In capitals; empty when the line does not begin with one. */
  readonly verb: string
  /** Everything behind the first space, in the client's bytes; null when there is no space. */
  readonly argument: string | null
}

/**
 * Telnet's signals before ABOR (RFC 959 §4.1.3): commands of two or three bytes. One of their bytes may be missing, for urgent data travels beside
 * the stream; so any leading byte that is not ASCII goes. Within a name such bytes stay, and the name is judged with them (case F13).
 */
const TELNET = /^(?:\xff[\xfb-\xfe].|[\x80-\xff])+/s

/** Telnet's escape for the byte 255. */
const ESCAPED_IAC = /\xff\xff/g

const VERB = /^[A-Za-z][A-Za-z0-9]{0,7}(?= |$)/

export function parseCommandLine(line: string): CommandLine {
  const text = line.replace(TELNET, '').replace(ESCAPED_IAC, '\xff')
  const verb = VERB.exec(text)?.[0] ?? ''
  const rest = text.slice(verb.length)
  return { verb: verb.toUpperCase(), argument: rest.startsWith(' ') ? rest.slice(1) : null }
}

/** A path may hold any byte but these: they would break our own replies and listings (case F13). */
export function hasControlBytes(argument: string): boolean {
  return ['\0', '\r', '\n'].some((byte) => argument.includes(byte))
}
