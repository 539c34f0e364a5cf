import type { Writable } from 'node:stream'

type Output = Pick<Writable, 'write' | 'writableLength'>

const WAITING_BYTES = 4 * 1024 * 1024

/**
 * Writes the lines of one turn of the event loop in one system call: a write to a pipe wakes its reader, which for a line at a time costs
 * more than making the line. What waits when the process exits goes out then; a kill -9 takes it along. Where nobody reads, no more than
 * `waitingBytesMax` wait (case O7): later lines are lost, and how many is told once somebody reads again.
 */
export function linesTogether(output: Output, waitingBytesMax = WAITING_BYTES): (line: string) => void {
  let waiting: string[] = []
  let lost = 0
  let isOver = false
  const flush = (): void => {
    const lines = waiting
    waiting = []
    if (output.writableLength >= waitingBytesMax) lost += lines.length
    else if (lines.length > 0) {
      output.write(`${lost > 0 ? linesLost(lost) : ''}${lines.join('')}`)
      lost = 0
    }
  }
  process.on('exit', () => {
    isOver = true
    flush()
  })
  return (line) => {
    if (waiting.length === 0) setImmediate(flush)
    waiting.push(line)
    if (isOver) flush()
  }
}

/** A warning in the form of the other lines. */
function linesLost(lines: number): string {
  return `${JSON.stringify({ level: 40, time: new Date().toISOString(), lines, event: 'log.linesLost' })}\n`
}
