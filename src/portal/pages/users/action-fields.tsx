/** What is done to all users that are ticked, below their list. */
import type { Refusal } from '../../../base/refusal.ts'
import { Button } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import type { Say } from '../../texts.ts'
import { errorAt } from '../form-refusal.tsx'

export type TypedAction = {
  /** Ids that stay ticked. */
  readonly picked: readonly string[]
  readonly action?: string
  readonly reason?: string
  readonly refused?: Refusal
}

export function ActionFields({
  t,
  typed: { action = 'lock', reason = '', refused },
}: {
  readonly t: Say
  readonly typed: TypedAction
}) {
  return (
    <>
      <div class="filters">
        <SelectField
          name="action"
          label={t('users.action')}
          value={action}
          options={[
            { value: 'lock', label: t('caption.lockUser') },
            { value: 'unlock', label: t('users.unlockUser') },
            { value: 'delete', label: t('caption.removeUser') },
          ]}
        />
        <TextField
          name="reason"
          label={t('users.lockedReason')}
          value={reason}
          lengthMax={500}
          {...errorAt(t, refused, 'reason')}
        />
        <Button>{t('caption.run')}</Button>
      </div>
      <p class="hint">{t('users.actionHint')}</p>
    </>
  )
}
