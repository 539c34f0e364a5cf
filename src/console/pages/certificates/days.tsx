import { State } from '../../../http/components/state.tsx'
import { SOON_DAYS } from '../../operations/certificates.ts'
import type { Say } from '../../texts.ts'

/** Soon and over are told by shape and word, not by the number alone. */
export function DaysShown({ t, daysLeft }: { readonly t: Say; readonly daysLeft: number }) {
  if (daysLeft < 0) return <State tone="bad">{t('certificates.over')}</State>
  const days = t('certificates.days', { days: daysLeft })
  return <State tone={daysLeft <= SOON_DAYS ? 'warn' : 'plain'}>{days}</State>
}
