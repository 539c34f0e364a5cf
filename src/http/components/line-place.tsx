import type { Expected } from '../../batch/expected-hand-over.ts'
import type { Formats } from '../formats.ts'
import type { Speak } from '../language.ts'
import type { LINES } from '../texts/lines.ts'

type Props = {
  readonly t: Speak<keyof typeof LINES>
  readonly formats: Pick<Formats, 'number' | 'duration'>
  /** Null when it stands in no line. */
  readonly place: number | null
  readonly expected: Expected | null
}

/** Where a hand-over stands and when its turn is likely to come (rule 25.4). */
export function LinePlace({ t, formats, place, expected }: Props) {
  if (place === null) return null
  const number = formats.number(place)
  if (!expected) return <>{t('line.unknown', { place: number })}</>
  const [earliest, latest] = [expected.earliestSeconds, expected.latestSeconds].map(formats.duration)
  return <>{t('line.expected', { place: number, earliest: earliest ?? '', latest: latest ?? '' })}</>
}
