/** A log that a test can read, and wait for. */
import type { Log } from '../../../src/base/log.ts'

export type LoggedEvent = { readonly event: string; readonly about: Record<string, unknown> }

export type ListeningLog = {
  readonly log: Log
  readonly events: LoggedEvent[]
  /** Resolves when this event was logged, also before. */
  logged(event: string): Promise<LoggedEvent>
}

export function listeningLog(): ListeningLog {
  const events: LoggedEvent[] = []
  const waiting: { event: string; resolve: (logged: LoggedEvent) => void }[] = []
  const write = (event: string, about: object = {}): void => {
    const line = { event, about: { ...about } }
    events.push(line)
    for (const waiter of waiting) if (waiter.event === event) waiter.resolve(line)
  }
  const logged = (event: string): Promise<LoggedEvent> => {
    const found = events.find((line) => line.event === event)
    return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ event, resolve }))
  }
  return { log: { debug: write, info: write, warn: write, error: write }, events, logged }
}
