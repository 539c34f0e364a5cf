/** How the result is shown: a table for people, one document for programs. */
import type { Machine } from './machine.ts'
import { isReached, type Reading, type Unit } from './reading.ts'

export type FigureOutcome = {
  readonly id: string
  readonly title: string
  readonly readings: readonly Reading[]
  /** Why there are no readings. */
  readonly notRun?: string
  readonly failed?: string
  readonly seconds: number
}

export type Result = { readonly machine: Machine; readonly figures: readonly FigureOutcome[] }

const HEAD = ['figure', 'ours', 'compared with', 'ratio', '(rounds)', 'target', '']
/** Columns of numbers. */
const RIGHT = new Set([1, 3])

export function resultTable({ machine, figures }: Result): string {
  const rows = figures.flatMap(({ readings }) => readings.map(rowOf))
  const absent = figures.flatMap(({ title, notRun, failed }) => [
    ...(notRun === undefined ? [] : [`${title}: not run: ${notRun}`]),
    ...(failed === undefined ? [] : [`${title}: failed: ${failed}`]),
  ])
  const notes = figures.flatMap(({ readings }) =>
    readings.flatMap(({ name, note }) => (note ? [`${name}: ${note}`] : [])),
  )
  return [...machineLines(machine), '', ...aligned([HEAD, ...rows]), ...section(absent), ...section(notes)].join('\n')
}

export function resultDocument({ machine, figures }: Result): object {
  return {
    machine,
    figures: figures.map(({ readings, ...figure }) => ({
      ...figure,
      readings: readings.map((reading) => ({ ...reading, reached: isReached(reading) })),
    })),
  }
}

function rowOf(reading: Reading): string[] {
  const { name, unit, ours, against, ratio, target } = reading
  return [
    name,
    quantity(ours, unit),
    `${against.what} ${quantity(against.value, unit)}`,
    ratio.median.toFixed(2),
    ratio.lowest === ratio.highest ? '' : `${ratio.lowest.toFixed(2)}–${ratio.highest.toFixed(2)}`,
    `>= ${target.toFixed(1)}`,
    isReached(reading) ? 'reached' : 'MISSED',
  ]
}

/** Three digits that mean something. */
export function quantity(value: number, unit: Unit): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${unit}`
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const padded = (cell: string, column: number): string =>
    RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
  return rows.map((row) => row.map(padded).join('  ').trimEnd())
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines]
}

function machineLines({ node, cores, load, nativeCiphers, syncMilliseconds, openssh, openssl }: Machine): string[] {
  return [
    `Node ${node}, ${cores} cores, load ${load.toFixed(1)}, an fdatasync of 4 KB takes ${syncMilliseconds.toFixed(2)} ms.`,
    `ssh2's native addon is ${nativeCiphers ? 'loaded' : 'NOT loaded: ciphers run in JavaScript and cost about 1.7 times the CPU'}.`,
    `Peers: ${openssh ?? 'no OpenSSH'}, ${openssl ?? 'no OpenSSL'}.`,
  ]
}
