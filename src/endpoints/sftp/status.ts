/** How a refusal is told in SFTP version 3: the code that makes the client program do the right thing, and our sentence. */
import { type Refusal, type RefusalCode, refusalLine } from '../../base/refusal.ts'
import { packetOf, STATUS, type StatusCode, string, TYPE, uint32 } from './packets.ts'

// biome-ignore format: a table
const STATUS_OF: Readonly<Record<RefusalCode, StatusCode>> = {
  'SLU-MISSING':     STATUS.noSuchFile,
  'SLU-UNKNOWN':     STATUS.noSuchFile,
  'SLU-FOLDER':      STATUS.permissionDenied,
  'SLU-READ':        STATUS.permissionDenied,
  'SLU-WRITE':       STATUS.permissionDenied,
  'SLU-SEALED':      STATUS.permissionDenied,
  'SLU-SUSPENDED':   STATUS.permissionDenied,
  'SLU-LOGIN':       STATUS.permissionDenied,
  'SLU-TLS':         STATUS.permissionDenied,
  'SLU-OPERATION':   STATUS.unsupported,
  'SLU-NAME':        STATUS.failure,
  'SLU-EXISTS':      STATUS.failure,
  'SLU-SIZE':        STATUS.failure,
  'SLU-TRIGGER':     STATUS.failure,
  'SLU-HOLE':        STATUS.failure,
  'SLU-QUOTA':       STATUS.failure,
  'SLU-NAMES':       STATUS.failure,
  'SLU-SET':         STATUS.failure,
  'SLU-DISK':        STATUS.failure,
  'SLU-STORE':       STATUS.failure,
  'SLU-HANDLES':     STATUS.failure,
  'SLU-SESSIONS':    STATUS.failure,
  'SLU-PARTIAL':     STATUS.failure,
  'SLU-KEY':         STATUS.failure,
  'SLU-CERTIFICATE': STATUS.failure,
  'SLU-NUMBER':      STATUS.failure,
  'SLU-STATE':       STATUS.failure,
  'SLU-CONFLICT':    STATUS.failure,
  'SLU-BUSY':        STATUS.failure,
  'SLU-RIGHTS':     STATUS.permissionDenied,
  'SLU-REAUTH':     STATUS.permissionDenied,
  'SLU-PASSWORD':   STATUS.permissionDenied,
  'SLU-INPUT':      STATUS.permissionDenied,
  'SLU-METHOD':     STATUS.permissionDenied,
  'SLU-VERSION':    STATUS.permissionDenied,
  'SLU-PURPOSE':     STATUS.permissionDenied,
  'SLU-XML':         STATUS.permissionDenied,
  'SLU-FORM':        STATUS.permissionDenied,
  'SLU-SCHEMA':      STATUS.permissionDenied,
  'SLU-REFERENCE':   STATUS.permissionDenied,
}

export function statusOf(code: RefusalCode): StatusCode {
  return STATUS_OF[code]
}

export function refusalPacket(id: number, refusal: Refusal): Buffer {
  return statusPacket(id, statusOf(refusal.code), refusalLine(refusal))
}

export function statusPacket(id: number, status: StatusCode, message: string): Buffer {
  return packetOf(TYPE.status, uint32(id), uint32(status), string(Buffer.from(message)), string('en'))
}
