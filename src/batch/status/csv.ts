/** Rows for spreadsheets (RFC 4180: commas, quotes doubled, CRLF). */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map((cell) => quoted(neutral(cell))).join(',')}\r\n`).join('')
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
