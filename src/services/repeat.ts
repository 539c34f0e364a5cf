export type Repeated = {
  /** Does it now, or right after the round that is under way; resolves when that round is over, however it ended. */
  now(): Promise<void>
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

/** Does `work` every so many milliseconds and whenever asked, never twice at a time; a failure is told and forgotten. */
export function repeat(work: () => Promise<void>, milliseconds: number, tell: (error: unknown) => void): Repeated {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  let isStopped = false

  function round(): Promise<void> {
    running = work()
      .catch(tell)
      .finally(() => {
        running = null
      })
    return running
  }

  async function afterThis(): Promise<void> {
    await running
    next = null
    if (!isStopped) await round()
  }

  function now(): Promise<void> {
    if (isStopped) return Promise.resolve()
    if (!running) return round()
    next ??= afterThis()
    return next
  }

  const timer = setInterval(() => {
    if (!running) void round()
  }, milliseconds)
  return {
    now,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await next
      await running
    },
  }
}
