import { HAPPENING_KINDS, type Happening, type HappeningKind } from '../../ledger/watch/happenings.ts'

/** Empty members narrow nothing. */
export type TailFilter = { readonly sender: string; readonly service: string; readonly kind: HappeningKind | '' }

export const SHOWN_MAX = 100

/** Of an address; what it cannot be is left out. */
export function readTailFilter(query: URLSearchParams): TailFilter {
  const [sender = '', service = ''] = [query.get('sender')?.trim(), query.get('service')?.trim().toUpperCase()]
  return {
    sender: /^\d{1,6}$/.test(sender) ? sender : '',
    service: /^[A-Z0-9]{1,4}$/.test(service) ? service : '',
    kind: HAPPENING_KINDS.find((kind) => kind === query.get('kind')) ?? '',
  }
}

/** rule 24.6: what people did is for those who may act themselves. */
export function shownOf(
  happenings: readonly Happening[],
  { sender, service, kind }: TailFilter,
  mayAct: boolean,
): readonly Happening[] {
  return happenings
    .filter((one) => mayAct || one.kind !== 'person')
    .filter((one) => sender === '' || (one.sender ?? '').startsWith(sender))
    .filter((one) => service === '' || one.service === service)
    .filter((one) => kind === '' || one.kind === kind)
    .slice(0, SHOWN_MAX)
}
