/** How a refusal is told in FTP: the code that makes the client program do the right thing, and our sentence. */
import { type Refusal, type RefusalCode, refusalLine } from '../../base/refusal.ts'
import type { Reply } from './replies.ts'

/** RFC 959 §4.2: 4xx may be tried again as it is, 5xx may not. */
// biome-ignore format: a table
export const CODE_OF: Readonly<Record<RefusalCode, number>> = {
  'SLU-MISSING':     550,
  'SLU-UNKNOWN':     550,
  'SLU-FOLDER':      550,
  'SLU-READ':        550,
  'SLU-WRITE':       553,
  'SLU-SEALED':      550,
  'SLU-SUSPENDED':   550,
  'SLU-LOGIN':       530,
  'SLU-TLS':         534,
  'SLU-OPERATION':   550,
  'SLU-NAME':        553,
  'SLU-EXISTS':      553,
  'SLU-SIZE':        552,
  'SLU-TRIGGER':     552,
  'SLU-HOLE':        554,
  'SLU-QUOTA':       552,
  'SLU-NAMES':       553,
  'SLU-SET':         553,
  'SLU-DISK':        452,
  'SLU-STORE':       451,
  'SLU-HANDLES':     450,
  'SLU-SESSIONS':    450,
  'SLU-PARTIAL':     426,
  'SLU-KEY':         550,
  'SLU-CERTIFICATE': 550,
  'SLU-NUMBER':      550,
  'SLU-STATE':       550,
  'SLU-CONFLICT':    450,
  'SLU-BUSY':        450,
  'SLU-RIGHTS':     550,
  'SLU-REAUTH':     550,
  'SLU-PASSWORD':   550,
  'SLU-INPUT':      550,
  'SLU-METHOD':     550,
  'SLU-VERSION':    550,
  'SLU-PURPOSE':     550,
  'SLU-XML':         550,
  'SLU-FORM':        550,
  'SLU-SCHEMA':      550,
  'SLU-REFERENCE':   550,
}

export function refusalReply(refusal: Refusal): Reply {
  return { code: CODE_OF[refusal.code], lines: [refusalLine(refusal)] }
}
