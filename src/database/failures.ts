import { DatabaseError } from 'pg'
import { Corrupt, Unavailable } from '../base/errors.ts'

/** SQLSTATE classes and codes that mean "not now": connection, resources, shutdown, time-outs, a server that became read-only. */
const NOT_NOW_CLASSES = ['08', '53', '58']
const NOT_NOW = ['25006', '25P03', '28000', '28P01', '3D000', '40001', '40003', '40P01', '55P03', '57014']
/**
 * insufficient_privilege: what PostgreSQL says when its disk became read-only under it (EROFS), seconds before it ends over it (case D6). A right
 * that an operator took away by mistake is no bug of ours either.
 */
const NO_RIGHT = '42501'
const SHUTDOWN_CLASS = '57P'
/** data_corrupted, index_corrupted */
const DAMAGED = ['XX001', 'XX002']
const CONFLICTS = ['40001', '40P01']
/** What `pg` says in words alone when a connection is lost or cannot be had. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded|timeout expired|Cannot use a pool|There was an error establishing|The server does not support SSL)/

/**
 * What a failed statement means to the gateway: `Unavailable` or `Corrupt` with its cause, or the error itself (a violated
 * constraint, which the caller may expect, or a bug).
 */
export function translated(error: unknown): unknown {
  if (error instanceof DatabaseError) return ofCode(error)
  return isConnectionLost(error) ? new Unavailable('The database does not answer.', { cause: error }) : error
}

/** Serialisation failure or deadlock: the server rolled back, and the same work may succeed when done again. */
export function isConflict(error: unknown): boolean {
  const cause = error instanceof Unavailable ? error.cause : error
  return cause instanceof DatabaseError && CONFLICTS.includes(cause.code ?? '')
}

/** The server was not reached, or did not say what became of a statement or a commit: it may have happened. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Unavailable && !(error.cause instanceof DatabaseError && error.cause.severity !== 'FATAL')
}

/** Nothing can be known of a statement that was under way, and the connection is of no more use. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof DatabaseError) return error.severity === 'FATAL'
  return 'syscall' in error || LOST.test(error.message) || isLostInTls(error)
}

function ofCode(error: DatabaseError): Error {
  const code = error.code ?? ''
  if (DAMAGED.includes(code)) return new Corrupt(`The database is damaged: ${error.message}`, { cause: error })
  const isNotNow =
    code === NO_RIGHT ||
    NOT_NOW.includes(code) ||
    NOT_NOW_CLASSES.includes(code.slice(0, 2)) ||
    code.startsWith(SHUTDOWN_CLASS)
  return isNotNow ? new Unavailable(`The database cannot serve now: ${error.message}`, { cause: error }) : error
}

function isLostInTls(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_SSL_')
}
