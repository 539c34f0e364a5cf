import type { Envelope } from '../../batch/facts.ts'
import type { HandledForm, NotifiedForm } from '../../batch/notification-document.ts'
import type { Checkers } from '../../stages/checkers/checkers.ts'
import type { FormValues } from '../../stages/checkers/findings.ts'
import type { AnswersSettings } from './settings.ts'

/** The forms of a declaration, as far as a notification about them needs; one that says nothing for a document without forms. */
export async function handledForms(
  { members }: Pick<Envelope, 'members'>,
  { checkers, spool }: { readonly checkers: Pick<Checkers, 'inspect'> } & Pick<AnswersSettings, 'spool'>,
): Promise<readonly FormValues[]> {
  const parts = members
    .filter(({ name }) => name.startsWith('FI.'))
    .map(({ name, bytes, sha256 }) => ({ name, bytes, stream: () => spool.stream(sha256) }))
  const forms = (await checkers.inspect({ parts })).flatMap(({ values = [] }) => values)
  return forms.length > 0 ? forms : [{ values: {}, anomalies: 0 }]
}

/** What a notification repeats of a form. */
export function repeatedOf({ values }: FormValues): Pick<NotifiedForm, 'handled' | 'declarantReference'> {
  const handled: HandledForm = {
    identification: values.Identification,
    creationDate: values.FormCreationDate,
    creationHour: values.FormCreationHour,
    attestationStatus: values.AttestationStatus,
    typeForm: values.TypeForm,
  }
  const isOwn = values['Reference/ReferenceType'] === '1' && values['Reference/ReferenceOrigin'] === '1'
  return { handled, declarantReference: isOwn ? values['Reference/ReferenceNbr'] : undefined }
}
