/**
 * Bodies that may take as long as they need, such as declarations of many gigabytes, as long as they keep coming (case H2). The time limit
 * for whole requests does not hold for them; a rate does.
 */
import type { Socket } from 'node:net'
import { inviteBody } from './expect-continue.ts'
import { gathered } from './gathered-body.ts'
import type { HttpRequest } from './listener.ts'

export type BodyRate = {
  /** Bytes a second, over `minimumRateSeconds`; 0: any. */
  readonly minimumRate: number
  readonly minimumRateSeconds: number
}

/** Thrown out of a body that trickles. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
  readonly statusCode = 408
}

/** Thrown out of a body whose connection ended. */
export class BodyCut extends Error {
  override readonly name = 'BodyCut'
  readonly statusCode = 400
}

const UNHURRIED = new WeakSet<Socket>()

/** Whether the time limit for whole requests is off for what this connection carries now. */
export function isUnhurried(socket: Socket): boolean {
  return UNHURRIED.has(socket)
}

/**
 * The body of a request that nobody has read yet; while it is read, the time limit for whole requests is off. When the reader stops before
 * the end, the connection stays as it is. `ticks`: milliseconds of a clock that never jumps.
 */
export async function* unhurriedBody(
  { raw }: HttpRequest,
  rate: BodyRate,
  ticks: () => number,
): AsyncGenerator<Buffer> {
  const { socket } = raw
  UNHURRIED.add(socket)
  try {
    inviteBody(raw)
    yield* notSlower(bodyBytes(raw), rate, ticks)
    socket.setTimeout(0) // from here on it is we who are slow
  } finally {
    UNHURRIED.delete(socket)
  }
}

/** Throws `BodyCut`. */
export async function* bodyBytes(raw: HttpRequest['raw']): AsyncGenerator<Buffer> {
  try {
    yield* gathered(raw)
  } catch (error) {
    throw new BodyCut('a body that ended in its middle', { cause: error })
  }
}

/** rule 16.7: time that the reader takes does not count. Throws `TooSlow`. */
export async function* notSlower(
  source: AsyncIterable<Buffer>,
  { minimumRate, minimumRateSeconds }: BodyRate,
  ticks: () => number,
): AsyncGenerator<Buffer> {
  const span = minimumRateSeconds * 1000
  const chunks = source[Symbol.asyncIterator]()
  let coming: Promise<IteratorResult<Buffer>> | null = null
  let [left, came] = [span, 0]
  try {
    for (;;) {
      coming ??= chunks.next()
      const since = ticks()
      const next: IteratorResult<Buffer> | null = await within(left, coming)
      if (next?.done) return
      left -= ticks() - since
      came += next?.value.length ?? 0
      if (next === null || left <= 0) {
        if (came < minimumRate * minimumRateSeconds) throw new TooSlow('a body that trickles')
        ;[left, came] = [span, 0]
      }
      if (next === null) continue
      coming = null
      yield next.value
    }
  } finally {
    letGo(chunks, coming)
  }
}

/** Not waited for: a source that was asked for more stops when that comes, or when its connection ends. */
function letGo(chunks: AsyncIterator<Buffer>, coming: Promise<unknown> | null): void {
  coming?.catch(() => {})
  chunks.return?.().catch(() => {})
}

/** Null when the time is over first. */
async function within<Value>(milliseconds: number, coming: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null)
  })
  try {
    return await Promise.race([coming, over])
  } finally {
    clearTimeout(timer)
  }
}
