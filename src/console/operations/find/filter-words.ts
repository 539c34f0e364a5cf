/** A filter as words of an address (`state=rejected&code=125`): pages, API and commands write it alike. */
import { CHANNEL_TYPES, type ChannelType } from '../../../batch/channel.ts'
import { isEnvironment } from '../../../batch/environment.ts'
import { parseEnterpriseNumber } from '../../../batch/identifiers.ts'
import {
  SEARCH_DELIVERIES,
  SEARCH_STATES,
  SEARCH_TIMES,
  type SearchFilter,
} from '../../../ledger/search/search-filter.ts'
import { searchWordsOf } from '../../../ledger/search/search-words.ts'

export type ReadFilter = {
  readonly filter: SearchFilter
  /** Words that say nothing that can be looked for: a page leaves them out, an action must not. */
  readonly faults: readonly string[]
}

/** Undefined for what is no such value. */
type Read = (text: string) => Partial<SearchFilter> | undefined

const oneOf =
  <Value extends string>(name: string, values: readonly Value[]): Read =>
  (text) => {
    const value = values.find((known) => known === text)
    return value === undefined ? undefined : { [name]: value }
  }

const READ: Readonly<Record<string, Read>> = {
  q: (text) => ({ words: searchWordsOf(text) ?? undefined }),
  state: oneOf('state', SEARCH_STATES),
  sender: (text) => (/^[0-9]{6}$/.test(text) ? { sender: text } : undefined),
  enterprise(text) {
    const number = parseEnterpriseNumber(text)
    return number.ok ? { enterprise: number.value } : undefined
  },
  code: (text) => (/^(?:ACRF-)?[0-9]{1,3}$/i.test(text) ? { code: Number(text.replace(/^ACRF-/i, '')) } : undefined),
  service: (text) => (/^[A-Z0-9]{4}$/.test(text) ? { service: text } : undefined),
  environment: (text) => (isEnvironment(text) ? { environment: text } : undefined),
  channel: oneOf<ChannelType>('channel', CHANNEL_TYPES),
  delivery: oneOf('delivery', SEARCH_DELIVERIES),
  parked: (text) => (text === 'yes' ? { parked: true } : undefined),
  time: oneOf('time', SEARCH_TIMES),
  from: (text) => withTime('from', text, 0),
  until: (text) => withTime('until', text, 1),
}

export const FILTER_NAMES: readonly string[] = Object.keys(READ)

/** What else stands in an address, as `after`, is not looked at. */
export function readFilter(query: URLSearchParams): ReadFilter {
  let filter: SearchFilter = {}
  const faults: string[] = []
  for (const [name, read] of Object.entries(READ)) {
    const text = query.get(name)?.trim()
    if (!text) continue
    const told = read(text)
    if (told) filter = { ...filter, ...told }
    else faults.push(name)
  }
  return { filter, faults }
}

/** For what is done to all that is found, where a word that is not known might have narrowed it: each is a fault. */
export function readFilterToAct(query: URLSearchParams): ReadFilter {
  const { filter, faults } = readFilter(query)
  return { filter, faults: [...faults, ...[...query.keys()].filter((name) => !FILTER_NAMES.includes(name))] }
}

/** The words of a filter alone, in one order, so that the same filter has the same address. */
export function filterText(query: URLSearchParams): string {
  const words = FILTER_NAMES.flatMap((name) => {
    const value = query.get(name)?.trim()
    return value ? [[name, value]] : []
  })
  return new URLSearchParams(words).toString()
}

/** A day counts whole: until includes it. Days are those of UTC; a time says its zone. */
function withTime(name: 'from' | 'until', text: string, wholeDays: 0 | 1): Partial<SearchFilter> | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T[\d:.]{5,12}(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  const at = new Date(isDay ? `${text}T00:00:00Z` : text).getTime()
  return Number.isNaN(at) ? undefined : { [name]: new Date(at + (isDay ? wholeDays * 86_400_000 : 0)) }
}
