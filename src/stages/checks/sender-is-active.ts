import type { Reason } from '../../batch/reason.ts'
import type { Check } from './check.ts'

/** rule 3.1: at seal, sender, quality and enterprise were active (103, decision 11). */
export const senderIsActive: Check = ({ rights: { sender, quality, enterprise } }) => {
  const states: readonly Reason[] = [
    { code: 103, detail: 'sender', seen: sender.number },
    { code: 103, detail: 'quality', seen: quality.code },
    { code: 103, detail: 'enterprise', seen: enterprise.number },
  ]
  return states.filter((_, index) => [sender, quality, enterprise][index]?.state !== 'active')
}
