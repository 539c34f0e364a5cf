/** How the gateway ends: because it is told to, or because something in it failed for good. */
export type Ending = {
  /** Resolves when the gateway is to end; rejects with what failed. */
  readonly reached: Promise<void>
  /** A bug: the process must not go on with what it may have broken; the supervisor starts a new one (failures, architecture). */
  fail(error: unknown): void
}

export function endingOn(stop: AbortSignal): Ending {
  let fail: (error: unknown) => void = () => {}
  const reached = new Promise<void>((resolve, reject) => {
    fail = reject
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
  reached.catch(() => {}) // whoever awaits it hears of it
  return { reached, fail: (error) => fail(error) }
}
