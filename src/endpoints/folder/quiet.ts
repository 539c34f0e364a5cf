/**
 * Whether a set is at rest. Clients that send files side by side bring a GO, which is empty, before the FI is whole; and what is taken in while
 * it is written loses the rest, which goes into a file without a name. Nobody tells us who writes, so a file must be the same for some seconds.
 */
import type { Scene } from './scene.ts'
import { type FoundFile, sessionOf } from './take-file.ts'

/** Asks for another look when it is not yet time. */
export function areQuiet(files: readonly FoundFile[], { memory, settings, lookAgainIn }: Scene): boolean {
  const nowMs = performance.now()
  const waits = files.map((file) => {
    const state = sessionOf(file)
    const before = memory.seen.get(file.name)
    const seen = before?.state === state ? before : { state, sinceMs: nowMs }
    memory.seen.set(file.name, seen)
    return settings.quietSeconds - (nowMs - seen.sinceMs) / 1000
  })
  const seconds = Math.max(0, ...waits)
  if (seconds > 0) lookAgainIn(seconds)
  return seconds === 0
}
