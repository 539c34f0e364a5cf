/** A page for one act: what it will do, to whom, and why; the same page again when it is refused. */
import type { Refusal } from '../../base/refusal.ts'
import { Button, type ButtonKind, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { type Fact, Facts } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { LinesField } from '../../http/components/text-field.tsx'
import type { Children } from '../../http/elements.ts'
import { statusOf } from '../../http/refusal-problem.ts'
import { RefusedNote } from '../../http/refused.tsx'
import type { Ask } from '../ask.ts'
import type { Page } from '../page-route.ts'
import { toldRefusal } from '../texts.ts'

export type ActPage = {
  readonly title: string
  readonly effect: string
  /** To whom. */
  readonly facts?: readonly Fact[]
  /** Before the reason. */
  readonly fields?: Children
  readonly buttons: readonly { readonly label: string; readonly kind: ButtonKind; readonly value?: string }[]
  /** The page that it is about. */
  readonly back: { readonly href: string; readonly label: string }
  readonly reason?: string
  readonly refused?: Refusal | undefined
}

/** Its form has `reason`, and `verb` where there are several buttons. */
export function actPage(ask: Pick<Ask, 't' | 'csrf' | 'path'>, act: ActPage): Page {
  const { t, csrf, path } = ask
  const { title, effect, facts = [], fields, buttons, back, reason = '', refused } = act
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...(refused && { status: statusOf(refused) }),
    crumbs: [{ label: back.label, href: back.href }, { label: title }],
    body: (
      <>
        <Head title={title} lead={effect} />
        {refused && <RefusedNote t={t} refusal={refused} told={toldRefusal(t, refused)} />}
        <Facts facts={facts} />
        <Form action={path} csrf={csrf} isPanel>
          {fields}
          <LinesField name="reason" label={t('reason.label')} hint={t('reason.hint')} value={reason} rows={2} />
          <Buttons>
            {buttons.map(({ label, kind, value }) => (
              <Button key={label} kind={kind} {...(value !== undefined && { name: 'verb', value })}>
                {label}
              </Button>
            ))}
            <ButtonLink kind="bare" href={back.href}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}
