import { pino } from 'pino'
import { linesTogether } from './lines-together.ts'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/** An event is one line: a name (`submission.judged`) and what it is about; never a secret, never a declaration's content. */
export type Log = {
  debug(event: string, about?: object): void
  info(event: string, about?: object): void
  warn(event: string, about?: object): void
  error(event: string, about?: object): void
}

/** Writes JSON lines to stderr; stdout belongs to the answers of commands. `pino`'s only home. */
export function createLog(level: LogLevel, write: (line: string) => void = linesTogether(process.stderr)): Log {
  const target = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }, { write })
  const at =
    (loudness: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, about: object = {}) =>
      target[loudness](about, event)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** What a log line may say of an error: its kind and words; stacks only of bugs, for developers. */
export function errorFields(error: unknown): {
  error: string
  kind: string
  cause?: string
  stack?: string | undefined
} {
  if (!(error instanceof Error)) return { error: String(error), kind: 'unknown' }
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {}
  const bug = error.name === 'Error' || error.name === 'TypeError' || error.name === 'RangeError'
  return { error: error.message, kind: error.name, ...cause, ...(bug ? { stack: error.stack } : {}) }
}
