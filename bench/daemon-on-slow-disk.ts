/** Starts the gateway's own main module on a disk that takes its time over each write: for the figure of its memory. */
import { open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

const WRITE_MILLISECONDS = 25

type Write = (this: object, ...words: unknown[]) => Promise<unknown>

const file = await open(import.meta.filename, 'r')
const prototype = Object.getPrototypeOf(file) as { write: Write }
await file.close()
const write = prototype.write
prototype.write = async function slowly(...words) {
  await pause(WRITE_MILLISECONDS)
  return write.apply(this, words)
}

await import('../src/main.ts')
