import type { Log } from '../base/log.ts'
import { errorFields } from '../base/log.ts'

/**
 * A few lanes that take work when there is some. `take` claims up to `count` pieces and says when to look again; `ring` is the doorbell: a
 * hint that may be lost, for the next look happens anyway.
 */
export type Lanes = AsyncDisposable & {
  ring(): void
  /** Resolves when nothing was due at some instant after the call and all lanes were free: for tests and for draining. */
  idle(): Promise<void>
}

export type LaneWork<Piece> = {
  readonly take: (count: number) => Promise<readonly Piece[]>
  /** Never throws: what goes wrong with a piece is written down with the piece. */
  readonly perform: (piece: Piece) => Promise<void>
}

type LaneOptions = {
  readonly count: number
  readonly pollSeconds: () => number
  /** How long the end waits for the pieces under way. */
  readonly patienceSeconds: () => number
  readonly log: Log
}

export function openLanes<Piece>(work: LaneWork<Piece>, options: LaneOptions): Lanes {
  const { count, pollSeconds, patienceSeconds, log } = options
  const running = new Set<Promise<void>>()
  const waiting: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null
  let rung = false
  let closed = false

  const ring = () => {
    rung = true
    if (looking || closed || running.size >= count) return
    looking = lookWhileRung().finally(() => {
      looking = null
      if (rung) ring() // it rang between the last look and here
    })
  }

  const lookWhileRung = async () => {
    clearTimeout(timer)
    while (rung && !closed && running.size < count) {
      rung = false
      await look()
    }
    if (!closed) timer = setTimeout(ring, pollSeconds() * 1000)
  }

  const look = async () => {
    try {
      const pieces = await work.take(count - running.size)
      for (const piece of pieces) start(piece)
      if (pieces.length > 0) rung = true
      else if (running.size === 0) for (const resolve of waiting.splice(0)) resolve()
    } catch (error) {
      log.warn('pipeline.lookFailed', errorFields(error))
    }
  }

  const start = (piece: Piece) => {
    const run = work.perform(piece).finally(() => {
      running.delete(run)
      ring()
    })
    running.add(run)
  }

  ring()
  return {
    ring,
    idle() {
      const idle = new Promise<void>((resolve) => waiting.push(resolve))
      ring()
      return idle
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      await looking
      await endOf(running, patienceSeconds(), log)
    },
  }
}

/**
 * The stop is bounded here, where a piece may wait for a disk that never answers: nobody can call such a read back. A step may be left in the
 * middle at any time: its claim is given back, or its lease runs out, and the fence keeps a late commit away.
 */
async function endOf(running: ReadonlySet<Promise<void>>, seconds: number, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000)
  })
  await Promise.race([Promise.allSettled(running), late]).finally(() => clearTimeout(timer))
  if (running.size > 0) log.error('pipeline.leftUnderWay', { pieces: running.size, seconds })
}
