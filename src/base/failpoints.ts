/**
 * Instants of the flow at which the gateway dies, fails, waits or loses a reply because somebody asked for it: so that a crash between any two
 * steps is a case of a test and no matter of luck. The instants are passed in decorators of the composition root; where none is asked for,
 * there are no decorators.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from './errors.ts'
import { no, ok, type Result } from './result.ts'

/** rule 30.1: what has just happened at each of them, as in the table of steps (record 0036). */
// biome-ignore format: a table
export const POINTS = {
  P0:  'a draft was made',
  P1:  'bytes were written into it',
  P2:  'its bytes were brought to the medium',
  P3:  'it was linked among the blobs',
  P4:  'the folder of the blob was brought to the medium',
  P5:  'the rows of a trigger or a rename were written, and are not committed',
  P6:  'the rows of a received file were committed',
  P7:  'its reply was given to the connection',
  P8:  'jobs of deliveries are in their queue',
  P9:  'deliveries were marked as queued, and their jobs are not there',
  P10: 'a submission was claimed and its facts were read',
  P11: 'its documents were checked',
  P12: 'its verdict was committed',
  P13: 'its acknowledgement was signed',
  P14: 'a blob of its acknowledgement was stored',
  P15: 'its acknowledgement was committed to OUT',
  P16: 'a delivery was claimed, which counts the attempt',
  P17: 'its contents are on the way to the service',
  P18: 'the service has done it, and its reply came',
  P19: 'the outcome is known, and not committed',
  P20: 'the outcome was committed',
  P21: 'a look at what may leave was committed',
  P22: 'a blob that nothing needs was removed',
} as const

export type Point = keyof typeof POINTS

export type Failpoint = {
  readonly point: Point
  readonly act: 'kill' | 'error' | 'delay' | 'drop'
  /** Of a delay; 0 of others. */
  readonly milliseconds: number
  /** At this passing alone, counted from 1; at each when null. */
  readonly nth: number | null
}

/** Where there is a reply that can be lost. */
const WITH_REPLY: readonly Point[] = ['P7', 'P18']
const WRITTEN = /^(P[0-9]+)=(kill|error|drop|delay:([0-9]{1,6}))(?:@([1-9][0-9]{0,5}))?$/

/** `P6=kill;P13=error@2;P17=delay:200;P7=drop`; the problem is the part that is none. */
export function parseFailpoints(text: string): Result<readonly Failpoint[], string> {
  const found: Failpoint[] = []
  for (const part of text.split(';')) {
    const [, name = '', word = '', milliseconds, nth] = WRITTEN.exec(part.trim()) ?? []
    if (!isPoint(name)) return no(part)
    const act = word.startsWith('delay') ? 'delay' : (word as Failpoint['act'])
    if (act === 'drop' && !WITH_REPLY.includes(name)) return no(part)
    found.push({
      point: name,
      act,
      milliseconds: Number(milliseconds ?? 0),
      nth: nth === undefined ? null : Number(nth),
    })
  }
  return ok(found)
}

function writtenOf({ point, act, milliseconds, nth }: Failpoint): string {
  return `${point}=${act}${act === 'delay' ? `:${milliseconds}` : ''}${nth === null ? '' : `@${nth}`}`
}

function isPoint(name: string): name is Point {
  return Object.hasOwn(POINTS, name)
}

export class Failpoints {
  readonly #failpoints: readonly Failpoint[]
  readonly #kill: () => void
  readonly #passed = new Map<Point, number>()
  readonly #replies = new Map<Point, number>()
  #isArmed = false

  /** What was asked for, as one may write it. */
  get written(): string {
    return this.#failpoints.map(writtenOf).join(';')
  }

  constructor(failpoints: readonly Failpoint[], kill: () => void = () => process.kill(process.pid, 'SIGKILL')) {
    this.#failpoints = failpoints
    this.#kill = kill
  }

  /** From now on they act, and are counted: not while the gateway starts. */
  arm(): void {
    this.#isArmed = true
  }

  /** Whatever follows, rule 30.3 holds. Throws `Unavailable` with the code EIO for an error. */
  async pass(point: Point): Promise<void> {
    for (const { act, milliseconds } of this.#due(point, this.#passed)) {
      if (act === 'kill') this.#kill()
      if (act === 'error') throw Object.assign(new Unavailable(`The failpoint ${point} failed.`), { code: 'EIO' })
      if (act === 'delay') await pause(milliseconds)
    }
  }

  /** True when the reply that comes now is not to reach anybody. */
  loses(point: Point): boolean {
    return this.#due(point, this.#replies).some(({ act }) => act === 'drop')
  }

  #due(point: Point, counts: Map<Point, number>): readonly Failpoint[] {
    if (!this.#isArmed) return []
    const count = (counts.get(point) ?? 0) + 1
    counts.set(point, count)
    return this.#failpoints.filter((failpoint) => failpoint.point === point && (failpoint.nth ?? count) === count)
  }
}
