/** An app that waits for its first code (spec access.md §8.4): a picture for the camera, the secret for who types it, a field for the code. */
import type { Refusal } from '../../base/refusal.ts'
import { CodeAppPicture } from '../../http/code-app.tsx'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Id } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { PendingCodeApp } from '../../identity/code-app/set-up.ts'
import type { Visit } from '../ask.ts'
import type { Page } from '../page-route.ts'
import { toldRefusal } from '../texts.ts'
import { Refused } from './refused.tsx'

type CodeAppFormProps = {
  readonly visit: Visit
  readonly action: string
  readonly app: PendingCodeApp
  readonly refused?: Refusal | undefined
}

/** A wrong code is told at its field; everything else above. */
export function CodeAppForm({ visit, action, app, refused }: CodeAppFormProps) {
  const { t, csrf } = visit
  const isField = refused?.code === 'SLU-INPUT'
  const error = isField ? Object.values(toldRefusal(t, refused)).join(' ') : ''
  return (
    <>
      {refused && !isField && <Refused t={t} refusal={refused} />}
      <CodeAppPicture t={t} app={app} />
      <Form action={action} csrf={csrf} isPanel>
        <TextField
          name="code"
          label={t('signIn.code')}
          hint={t('codeApp.codeHint')}
          error={error}
          autocomplete="one-time-code"
          inputMode="numeric"
          isRequired
        />
        <Buttons>
          <Button kind="main">{t('codeApp.confirm')}</Button>
        </Buttons>
      </Form>
    </>
  )
}

/** Shown this once (case R11). `next`: where to go on. */
export function recoveryCodesPage(
  { t }: Visit,
  { codes, title, next }: { readonly codes: readonly string[]; readonly title: string; readonly next: string },
): Page {
  return {
    title,
    body: (
      <>
        <Head title={title} lead={t('recoveryCodes.lead')} />
        <Note tone="warn">{t('recoveryCodes.once')}</Note>
        <ul class="codes">
          {codes.map((code) => (
            <li key={code}>
              <Id>{code}</Id>
            </li>
          ))}
        </ul>
        <p class="row buttons">
          <ButtonLink kind="main" href={next}>
            {t('recoveryCodes.kept')}
          </ButtonLink>
        </p>
      </>
    ),
  }
}
