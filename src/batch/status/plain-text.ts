/**
 * Texts for a simple editor: UTF-8, CRLF, no line longer than 76 columns unless one word is. They begin with a byte order mark,
 * because editors on older machines take a file without one for the code page of their country.
 */
export const BYTE_ORDER_MARK = '\ufeff'

const COLUMNS = 76

/** Each line is wrapped by itself; what follows keeps the indentation with which it begins. */
export function plainText(lines: readonly string[]): Buffer {
  const wrapped = lines.flatMap((line) => wrap(line)).map((line) => `${line}\r\n`)
  return Buffer.from(BYTE_ORDER_MARK + wrapped.join(''), 'utf8')
}

/** A name and its value; a value that has more than one line stands under itself. */
export function labelled(label: string, value: string, width: number): string[] {
  const [first = '', ...more] = wrap(value, COLUMNS - width - 2)
  return [`${label.padEnd(width)}  ${first}`, ...more.map((line) => `${' '.repeat(width)}  ${line}`)]
}

/** Fills `{name}` from the values. */
export function put(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '–'))
}

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
