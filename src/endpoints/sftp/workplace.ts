/** What the operations of one SFTP channel work with. */
import type { ClientFiles } from '../files/client-files.ts'
import type { Handles } from './handles.ts'
import type { Order } from './order.ts'

export type Workplace = {
  readonly files: ClientFiles
  readonly handles: Handles
  readonly order: Order
  readonly limits: { readonly packetBytes: number; readonly handles: number; readonly pageNames: number }
  readonly now: () => Date
  /** The connection is gone: nothing that waited for its turn is done any more (case S15). */
  readonly isGone: () => boolean
  /** The gateway stops: files that are open may be finished, none is opened (case K15). */
  readonly isDraining: () => boolean
  readonly onBytes: (direction: 'in' | 'out', bytes: number) => void
  /** A file was closed as it should be. */
  readonly onFile: () => void
}

/** What a packet needs beside its payload. */
const PACKET_OVERHEAD_BYTES = 1024

/** The most that one READ or WRITE may carry. */
export function payloadBytesMax({ packetBytes }: { readonly packetBytes: number }): number {
  return packetBytes - PACKET_OVERHEAD_BYTES
}
