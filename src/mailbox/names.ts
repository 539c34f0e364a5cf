import { type Refusal, refusal } from '../base/refusal.ts'
import { told } from './refusals.ts'

const BYTES_MAX = 128
/** Printable ASCII without the bytes that mean something to a file system, a shell, a browser or a wildcard. */
const LEGAL = /^[\x21-\x7e]+$/
const FORBIDDEN = /[/\\%<>"|*]/

/** A name that no listing of ours will ever hold (decision 3, cases N2 to N7); null when it is fine. */
export function nameRefusal(name: string): Refusal | null {
  if (name === '' || name === '.' || name === '..') return illegal('nameMissing', 'The file has no name.')
  if (name.length > BYTES_MAX) return illegal('nameTooLong', `The name is longer than ${BYTES_MAX} bytes.`)
  if (!LEGAL.test(name))
    return illegal('nameNotPrintable', 'The name holds a byte outside of printable ASCII, or a space.')
  if (FORBIDDEN.test(name)) return illegal('nameForbidden', 'The name holds one of / \\ % < > " | *.')
  return null
}

function illegal(key: string, cause: string): Refusal {
  const values = { bytesMax: BYTES_MAX }
  return refusal('SLU-NAME', cause, 'Name the file like FI.DMFA.123456.20260105.00001.R.1.1.', told(key, values))
}
