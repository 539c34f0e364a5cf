/**
 * Texts for a simple editor: UTF-8, CRLF, no line longer than 76 columns unless one word is. They begin with a byte order mark,
 * because editors on older machines take a file without one for the code page of their country.
 */
export const BYTE_ORDER_MARK = '\ufeff'

const COLUMNS = 76

export function plainText(lines: readonly string[]): Buffer {
  return Buffer.from(BYTE_ORDER_MARK + lines.map((line) => `${line}\r\n`).join(''), 'utf8')
}

/** A name and its value, whose lines stand under each other; below the name where a word would not fit beside it. */
export function labelled(label: string, value: string, width: number): string[] {
  const room = COLUMNS - width - 2
  const isWide = value.split(' ').some((word) => length(word) > room)
  if (isWide) return [label, ...wrap(`${/^ */.exec(label)?.[0]}  ${value}`)]
  const [first = '', ...more] = wrap(value, room)
  return [`${label.padEnd(width)}  ${first}`, ...more.map((line) => `${' '.repeat(width)}  ${line}`)]
}

/** Fills `{name}` from the values. */
export function put(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '–'))
}

/** What follows keeps the indentation with which the line begins. */
export function wrap(line: string, width = COLUMNS): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = ''
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current === '' ? indent + word : `${current} ${word}`
    if (current !== '' && length(longer) > width) lines.push(current.trimEnd())
    current = current !== '' && length(longer) > width ? indent + word : longer
  }
  return [...lines, current.trimEnd()]
}

/** In characters as people see them, nearly. */
function length(text: string): number {
  return [...text].length
}
