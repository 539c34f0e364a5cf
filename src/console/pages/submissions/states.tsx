/** How submissions and hand-overs stand, by shape, word and colour. */
import { type SubmissionState, stateOf } from '../../../batch/next-step.ts'
import type { IconName } from '../../../http/components/icon.tsx'
import { Badge, State, type Tone } from '../../../http/components/state.tsx'
import type { DeliveryState } from '../../../ledger/deliveries.ts'
import type { FoundRow } from '../../../ledger/search/found-rows.ts'
import type { Say } from '../../texts.ts'

type Standing = SubmissionState | 'rejected' | 'parked'

const LOOKS: Partial<Readonly<Record<Standing | DeliveryState, readonly [tone: Tone, icon?: IconName]>>> = {
  open: ['plain', 'wait'],
  sealed: ['plain', 'wait'],
  dispatched: ['plain', 'wait'],
  waiting: ['plain', 'wait'],
  retrying: ['warn'],
  delivered: ['good'],
  rejected: ['bad'],
  refused: ['bad'],
  cancelled: ['off'],
  closed: ['off'],
  inDoubt: ['doubt'],
  parked: ['warn'],
}

type Seen = Pick<FoundRow, 'facts' | 'deliveriesDone' | 'isParked'> & { readonly isWithdrawn?: boolean }

/** A rejected one is told as such whatever came after it; one that waits for a person as well, unless it is over. */
export function standingOf({ facts, deliveriesDone, isParked, isWithdrawn }: Seen): Standing {
  const state = isWithdrawn ? 'closed' : stateOf(facts, deliveriesDone)
  if (isParked && state !== 'closed' && state !== 'cancelled' && state !== 'delivered') return 'parked'
  return facts.verdict?.outcome === 'rejected' && state !== 'cancelled' ? 'rejected' : state
}

export function SetState({ t, seen, isFramed }: { readonly t: Say; readonly seen: Seen; readonly isFramed?: true }) {
  const standing = standingOf(seen)
  const [tone, icon] = LOOKS[standing] ?? ['plain']
  const Look = isFramed ? Badge : State
  return (
    <Look tone={tone} {...(icon && { icon })}>
      {t(`submissions.is.${standing}`)}
    </Look>
  )
}

export function HandoverState({ t, state }: { readonly t: Say; readonly state: DeliveryState }) {
  const [tone, icon] = LOOKS[state] ?? ['plain']
  return (
    <State tone={tone} {...(icon && { icon })}>
      {t(`submissions.handover.${state}`)}
    </State>
  )
}
