/** `QUEUES.txt`: whether the sender's online services take declarations, and how many of its own wait for them. */
import { brusselsStamp } from '../dates.ts'
import type { Language } from '../languages.ts'
import { labelled, plainText, wrap } from './plain-text.ts'
import { QUEUE_WORDS, type QueueWords } from './queue-words.ts'

/** An online service with this sender's accepted sets that it does not have yet. */
export type ServiceQueue = {
  readonly service: string
  readonly label: string
  /** Null while it is open. */
  readonly pausedAt: Date | null
  readonly waiting: number
  readonly retrying: number
  readonly inDoubt: number
  readonly parked: number
  /** Told as an instant and not as an age, so that the file changes only when something did. */
  readonly oldestSince: Date | null
  /** Null when none of them stands in the line of the service. */
  readonly line: PlacesInLine | null
}

export type PlacesInLine = {
  /** Of the first and of the last; more than `placesMax` means: behind so many. */
  readonly places: readonly [first: number, last: number]
  readonly placesMax: number
  /** From when the first may be handed over until when the last usually is; null when that is not known (rule 25.4). */
  readonly expected: readonly [from: Date, until: Date] | null
}

export function queuesText(queues: readonly ServiceQueue[], language: Language): Buffer {
  const words = QUEUE_WORDS[language]
  if (queues.length === 0) return plainText([words.title, '', words.none])
  return plainText([words.title, '', ...wrap(words.meaning), ...queues.flatMap((queue) => queueLines(queue, words))])
}

function queueLines(queue: ServiceQueue, words: QueueWords): string[] {
  const { service, label, pausedAt, waiting, retrying, inDoubt, parked, oldestSince, line } = queue
  // biome-ignore format: a table
  const rows: readonly (readonly [string, string])[] = [
    [words.state,    pausedAt ? `${words.pausedSince} ${brusselsStamp(pausedAt)}` : words.open],
    [words.waiting,  String(waiting)],
    [words.retrying, String(retrying)],
    [words.inDoubt,  String(inDoubt)],
    [words.parked,   String(parked)],
    [words.oldest,   oldestSince ? brusselsStamp(oldestSince) : '–'],
    [words.places,   line ? placesIn(line) : '–'],
    [words.expected, line ? expectedIn(line, words) : '–'],
  ]
  const width = Math.max(...rows.map(([name]) => name.length + 2))
  return ['', `${service}  ${label}`.trimEnd(), ...rows.flatMap(([name, value]) => labelled(`  ${name}`, value, width))]
}

function placesIn({ places: [first, last], placesMax }: PlacesInLine): string {
  const shown = (place: number) => (place > placesMax ? `> ${placesMax}` : String(place))
  return first === last || first > placesMax ? shown(first) : `${shown(first)} – ${shown(last)}`
}

function expectedIn({ expected }: PlacesInLine, words: QueueWords): string {
  return expected ? expected.map(brusselsStamp).join(' – ') : words.unknown
}
