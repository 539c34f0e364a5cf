import { errorFields, type Log } from '../base/log.ts'

/** So many times as long as it took rests a chore that went well, and one that failed: this one mostly waited for what is gone. */
const REST = { done: 20, failed: 1 } as const
/** For a chore that waits rather than works. */
export const NO_REST = { done: 0, failed: 0 } as const

/**
 * Does a chore now and every so many seconds, never twice at a time; a failure is told and tried again next time. A chore that takes long is
 * done less often, so that it never takes more than a twentieth of the time; one that failed is soon done again, or a database that was
 * gone for a minute would be missed for half an hour.
 */
export function repeatEvery(
  seconds: () => number,
  event: string,
  chore: () => Promise<void>,
  log: Log,
  rest: Readonly<Record<keyof typeof REST, number>> = REST,
): AsyncDisposable & { readonly first: Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const round = async () => {
    const begun = performance.now()
    const end = await chore().then(
      () => 'done' as const,
      (error: unknown) => {
        log.warn(event, errorFields(error))
        return 'failed' as const
      },
    )
    const took = performance.now() - begun
    if (!closed) timer = setTimeout(start, Math.max(seconds() * 1000, rest[end] * took))
  }
  const start = () => {
    running = round()
  }
  let running: Promise<void> = round()
  const first = running
  return {
    first,
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
