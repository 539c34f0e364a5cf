import type { IconName } from '../../../http/components/icon.tsx'
import { Badge, State, type Tone } from '../../../http/components/state.tsx'
import type { Standing } from '../../standing.ts'
import type { Say } from '../../texts.ts'

const LOOKS: Readonly<Record<Standing, readonly [tone: Tone, icon?: IconName]>> = {
  open: ['plain', 'wait'],
  sealed: ['plain', 'wait'],
  awaitsRevocation: ['plain', 'wait'],
  accepted: ['plain'],
  dispatched: ['plain', 'wait'],
  delivered: ['good'],
  answered: ['good'],
  rejected: ['bad'],
  noted: ['plain'],
  cancelled: ['off'],
  withdrawn: ['off'],
  parked: ['warn'],
}

/** How a set stands, by shape, word and colour; framed in a heading. */
export function StandingState({
  t,
  standing,
  isFramed,
}: {
  readonly t: Say
  readonly standing: Standing
  readonly isFramed?: boolean
}) {
  const [tone, icon] = LOOKS[standing]
  const Look = isFramed ? Badge : State
  return (
    <Look tone={tone} {...(icon && { icon })}>
      {t(`submissions.is.${standing}`)}
    </Look>
  )
}
