/** What is wrong with a form that comes back: at its fields where it is about one, on top in any case. */
import type { Refusal } from '../../../base/refusal.ts'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Id } from '../../../http/components/facts.tsx'
import { Faults } from '../../../http/components/faults.tsx'
import { RefusalNote } from '../../../http/components/refusal-note.tsx'
import { statusOf } from '../../../http/refusal-problem.ts'
import { PLACES, withReturn } from '../../places.ts'
import { type Say, toldRefusal } from '../../texts.ts'
import { Refused } from '../refused.tsx'
import type { ReportsPage } from './place.ts'

export type Wrong = {
  /** By the name of the field. */
  readonly errors: Readonly<Record<string, string>>
  readonly refused?: Refusal
  /** A file or key that was handed over and not taken. */
  readonly upload?: { readonly refused: Refusal; readonly fileName: string | undefined }
}

export const NOTHING_WRONG: Wrong = { errors: {} }

/** `fields`: by the key of a refusal, or by its code, the field that it is about. */
export function wrongBy(
  { t }: ReportsPage,
  refused: Refusal,
  fields: Readonly<Record<string, string>> = {},
  fileName?: string,
): Wrong {
  const field = fields[refused.told?.key ?? ''] ?? fields[refused.code]
  if (field === undefined) return { errors: {}, refused }
  const { cause, remedy } = toldRefusal(t, refused)
  const isUpload = refused.code in UPLOADS
  return {
    errors: { [field]: isUpload ? cause : `${cause} ${remedy}` },
    ...(isUpload && { upload: { refused, fileName: refused.code === 'SLU-CERTIFICATE' ? fileName : undefined } }),
  }
}

const UPLOADS = {
  'SLU-CERTIFICATE': { title: 'reports.fileRefused', expected: 'reports.fileExpected' },
  'SLU-KEY': { title: 'reports.sshRefused', expected: 'reports.sshExpected' },
} as const

/** Fields that must not be empty, and are. */
export function missingFields<Form extends object>(
  { t }: ReportsPage,
  form: Form,
  names: readonly (keyof Form & string)[],
): Wrong {
  const empty = names.filter((name) => form[name] === '')
  return { errors: Object.fromEntries(empty.map((name) => [name, t('form.required')])) }
}

export function isWrong({ errors, refused }: Wrong): boolean {
  return refused !== undefined || Object.keys(errors).length > 0
}

/** `labels`: of the fields. */
export function WrongNote({
  ask,
  wrong: { errors, refused, upload },
  labels,
}: {
  readonly ask: ReportsPage
  readonly wrong: Wrong
  readonly labels: Readonly<Record<string, string>>
}) {
  const { t, address } = ask
  const faults = Object.entries(errors).map(([name, message]) => ({ name, label: labels[name] ?? name, message }))
  return (
    <>
      <Faults title={t('form.faults', { count: faults.length })} faults={faults} />
      {upload && <UploadNote t={t} upload={upload} />}
      {refused && <Refused t={t} refusal={refused} />}
      {refused?.code === 'SLU-REAUTH' && (
        <p class="row buttons">
          <ButtonLink kind="main" href={withReturn(PLACES.signInAgain, address)}>
            {t('refused.again')}
          </ButtonLink>
        </p>
      )}
    </>
  )
}

/** In four parts, with what was seen by its name (case C19). */
function UploadNote({ t, upload }: { readonly t: Say; readonly upload: NonNullable<Wrong['upload']> }) {
  const { refused, fileName } = upload
  const { title, expected } = UPLOADS[refused.code as keyof typeof UPLOADS]
  const { cause, remedy } = toldRefusal(t, refused)
  const words = { seen: t('refused.seen'), expected: t('refused.expected') }
  return (
    <RefusalNote
      title={t(title)}
      words={{ ...words, remedy: t('refused.remedy'), code: t('refused.code') }}
      seen={
        <>
          {fileName && (
            <>
              <Id>{fileName}</Id>:{' '}
            </>
          )}
          {cause}
        </>
      }
      {...{ expected: t(expected), remedy, code: refused.code }}
    />
  )
}

/** Title and status of a page whose form came back. */
export function wrongPage({ t }: ReportsPage, title: string, wrong: Wrong) {
  if (!isWrong(wrong)) return { title }
  return { title: t('form.failed', { title }), status: wrong.refused ? statusOf(wrong.refused) : 400 }
}
