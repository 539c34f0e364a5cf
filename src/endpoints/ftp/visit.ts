/** One client at the endpoint, as the commands see and change it. */
import type { Server } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { BytePath } from '../files/client-files.ts'
import { normalised } from '../files/paths.ts'
import type { PresentSession } from '../sessions/register.ts'
import type { Control } from './control.ts'
import type { DataWay } from './data-way.ts'
import type { Guest, House } from './house.ts'
import { FACTS, type Fact } from './listing.ts'
import type { FtpNetwork, FtpTls } from './options.ts'
import type { DataConnection } from './secure-data.ts'
import type { Transfer } from './transfer.ts'

export const ROOT = '/' as BytePath

/** What the control connection does under TLS. The context is its own, so that no other client's session can be resumed in it (case F4). */
export type Security = { readonly tls: FtpTls; readonly context: SecureContext; readonly sessions: Server }

/** What a new log-in begins with. */
type Situation = {
  /** Named by USER, not proved. */
  user: string | null
  guest: Guest | null
  folder: BytePath
  /** Files go as they are in both types; it is kept for what SIZE and STAT say. */
  type: 'A' | 'I'
  /** From REST, for the next transfer. */
  restartAt: number
  /** From ALLO, for the next upload. */
  announcedBytes: number | null
  renameFrom: BytePath | null
  epsvOnly: boolean
  /** What was transferred since the log-in. */
  done: { bytesIn: number; bytesOut: number; files: number }
  /** As those see it who watch. */
  present: PresentSession | null
}

export type Visit = Situation & {
  readonly house: House
  readonly control: Control
  /** In log, rows and audit. */
  readonly session: string
  /** Asked anew each time, so that a network that is shut is shut for those inside as well. */
  readonly network: FtpNetwork
  /** Ends it at once, because an operator says so. */
  kick(): void
  /** Forgets the commands that the client sent ahead. */
  discardAhead(): void
  /** Whether one of them is ABOR. */
  isAbortAhead(): boolean
  security: Security | null
  hasBufferSize: boolean
  isDataPrivate: boolean
  way: DataWay | null
  transfer: Transfer | null
  /** Of the last download; everything was sent, and the client has not closed its side. */
  lingering: DataConnection | null
  failures: number
  /** From CLNT. */
  client: string
  /** Those that MLST and MLSD shall tell. */
  facts: readonly Fact[]
  /** After this reply the connection ends. */
  isLeaving: boolean
  lastCommandAt: Date
}

type Arrival = Pick<Visit, 'house' | 'control' | 'session' | 'kick' | 'discardAhead' | 'isAbortAhead'>

export function newVisit(arrival: Arrival): Visit {
  return {
    ...arrival,
    get network() {
      return arrival.house.networkOf(arrival.control.address)
    },
    ...outside(),
    ...{ security: null, hasBufferSize: false, isDataPrivate: false, way: null, transfer: null, lingering: null },
    ...{ failures: 0, client: '', facts: FACTS, isLeaving: false, lastCommandAt: arrival.house.now() },
  }
}

/** Before anybody logged in. */
export function outside(): Situation {
  return {
    ...{ user: null, guest: null, folder: ROOT, type: 'A', restartAt: 0 },
    ...{ announcedBytes: null, renameFrom: null, epsvOnly: false },
    ...{ done: { bytesIn: 0, bytesOut: 0, files: 0 }, present: null },
  }
}

/** Paths are relative to the current folder. */
export function pathOf({ folder }: Visit, argument: string): BytePath {
  return normalised((argument.startsWith('/') ? argument : `${folder}/${argument}`) as BytePath)
}

/** Whether passwords and files may go as they are now. */
export function isProtected({ network, control }: Visit): boolean {
  return network.plain || control.isEncrypted
}
