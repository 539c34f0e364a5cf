import type { Writable } from 'node:stream'

/**
 * Writes the lines of one turn of the event loop in one system call: a write to a pipe blocks us and wakes its reader, which for
 * a line at a time costs more than making the line. What waits when the process exits goes out then; a kill -9 takes it along.
 */
export function linesTogether(output: Pick<Writable, 'write'>): (line: string) => void {
  let waiting = ''
  let isOver = false
  const flush = (): void => {
    const lines = waiting
    waiting = ''
    if (lines !== '') output.write(lines)
  }
  process.on('exit', () => {
    isOver = true
    flush()
  })
  return (line) => {
    if (waiting === '') setImmediate(flush)
    waiting += line
    if (isOver) flush()
  }
}
