/** How the gateway ends: because it is told to, or because something in it failed for good. */
export type Ending = {
  /** Resolves when the gateway is to end; rejects with what failed. */
  readonly reached: Promise<void>
  /** A bug: the process must not go on with what it may have broken; the supervisor starts a new one (failures, architecture). */
  fail(error: unknown): void
  /** For how much longer one waits for what is under way: what is left of `drainSeconds`, which everybody shares, or a moment. */
  patienceSeconds(): number
}

/** Enough for a commit or two when uploads used up the rest. */
const PATIENCE_SECONDS_MIN = 5

export function endingOn(stop: AbortSignal, drainSeconds: () => number): Ending {
  let fail: (error: unknown) => void = () => {}
  let reachedAt: number | undefined
  const reached = new Promise<void>((resolve, reject) => {
    fail = reject
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  }).finally(() => {
    reachedAt = performance.now()
  })
  reached.catch(() => {}) // whoever awaits it hears of it
  return {
    reached,
    fail: (error) => fail(error),
    patienceSeconds() {
      const passed = reachedAt === undefined ? 0 : (performance.now() - reachedAt) / 1000
      return Math.max(PATIENCE_SECONDS_MIN, drainSeconds() - passed)
    },
  }
}
