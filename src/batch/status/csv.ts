/**
 * A table for spreadsheets (RFC 4180: commas, quotes doubled, CRLF). It begins with a byte order mark, because the usual spreadsheet
 * program takes a file without one for the code page of its country, and é for two other characters.
 */
import { BYTE_ORDER_MARK } from './plain-text.ts'

export function csv(rows: readonly (readonly string[])[]): Buffer {
  const lines = rows.map((cells) => `${cells.map((cell) => quoted(neutral(cell))).join(',')}\r\n`)
  return Buffer.from(BYTE_ORDER_MARK + lines.join(''), 'utf8')
}

/**
 * A sender's name may look like a formula, and a spreadsheet would reckon with it (cases N14, W6). Spreadsheets of our countries
 * also part cells at semicolons, so what follows one counts as a beginning too.
 */
export function neutral(cell: string): string {
  return cell.replaceAll(/(^|;)(?=[=+\-@\t\r])/g, "$1'")
}

function quoted(cell: string): string {
  return /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
