import { errorFields, type Log } from '../base/log.ts'

/**
 * Does a chore now and every so many seconds, never twice at a time; a failure is told and tried again next time. A chore that takes long is
 * done less often, so that it never takes more than a twentieth of the time.
 */
const REST = 20

export function repeatEvery(
  seconds: () => number,
  event: string,
  chore: () => Promise<void>,
  log: Log,
): AsyncDisposable & { readonly first: Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const round = async () => {
    const begun = performance.now()
    await chore().catch((error: unknown) => log.warn(event, errorFields(error)))
    const took = performance.now() - begun
    if (!closed) timer = setTimeout(start, Math.max(seconds() * 1000, REST * took))
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
