import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Form } from '../../../http/components/form.tsx'
import type { Children } from '../../../http/elements.ts'
import { BULK_ACTIONS } from '../../../ledger/bulk/targets.ts'
import type { Ask } from '../../ask.ts'
import { PLACES } from '../../places.ts'

/** Around a list: what to do, to the marked ones or to all that the filter finds. It shows first what would happen. */
export function ActBar({
  ask: { t, csrf },
  filter,
  children,
}: {
  readonly ask: Pick<Ask, 't' | 'csrf'>
  readonly filter: string
  readonly children?: Children
}) {
  const scopes = filter === '' ? (['marked'] as const) : (['marked', 'all'] as const)
  return (
    <Form action={PLACES.act} csrf={csrf} hidden={{ filter }}>
      {children}
      <Buttons>
        <SelectField
          name="action"
          label={t('acting.action')}
          options={BULK_ACTIONS.map((action) => ({ value: action, label: t(`acting.${action}`) }))}
        />
        <SelectField
          name="scope"
          label={t('acting.scope')}
          options={scopes.map((scope) => ({ value: scope, label: t(`acting.${scope}`) }))}
        />
        <Button kind="main">{t('acting.look')}</Button>
      </Buttons>
    </Form>
  )
}
