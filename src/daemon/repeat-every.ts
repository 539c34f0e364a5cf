import { errorFields, type Log } from '../base/log.ts'

/** Does a chore now and every so many seconds, never twice at a time; a failure is told and tried again next time. */
export function repeatEvery(
  seconds: () => number,
  event: string,
  chore: () => Promise<void>,
  log: Log,
): AsyncDisposable & { readonly first: Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const round = async () => {
    await chore().catch((error: unknown) => log.warn(event, errorFields(error)))
    if (!closed) timer = setTimeout(start, seconds() * 1000)
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
