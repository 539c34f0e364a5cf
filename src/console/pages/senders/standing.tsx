import { State, type Tone } from '../../../http/components/state.tsx'
import type { SenderState } from '../../../registry/transitions.ts'
import type { Say } from '../../texts.ts'

const TONES: Readonly<Record<SenderState, Tone>> = {
  allocated: 'off',
  active: 'plain',
  suspended: 'warn',
  closed: 'off',
}

type Standing = { readonly t: Say; readonly state: SenderState; readonly enterpriseState: string }

/** A sender whose enterprise is suspended sends as little as one that is suspended itself. */
export function SenderStanding({ t, state, enterpriseState }: Standing) {
  if (enterpriseState === 'suspended' && state !== 'closed') {
    return <State tone="warn">{t('senders.enterprise.suspended')}</State>
  }
  return <State tone={TONES[state]}>{t(`senders.state.${state}`)}</State>
}
