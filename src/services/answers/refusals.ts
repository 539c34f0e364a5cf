/** Why an answer of an online service is not taken: for the people who run the service. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { safe } from '../../batch/reasons/fill.ts'

export function unknownService(service: string): Refusal {
  return refusal('SLU-UNKNOWN', `${safe(service)} is no online service here.`, 'Use the purpose code of the service.')
}

export function purposeNotAllowed(purpose: string, service: string): Refusal {
  const cause = `${safe(purpose)} is no answer of ${safe(service)}.`
  return refusal('SLU-PURPOSE', cause, 'Use a purpose that goes out, and that `services[].answers.purposes` allows.')
}

export const BAD_KEY = refusal(
  'SLU-INPUT',
  'The key of the answer is missing, or is not 1 to 200 printable ASCII characters.',
  'Give every answer a key of its own, such as a UUID, and the same again when it is sent again.',
)

export function tooLarge(bytesMax: number): Refusal {
  const remedy = 'Send it in several answers, or let `answers.bytes` be raised.'
  return refusal('SLU-SIZE', `The answer is larger than ${bytesMax} bytes.`, remedy)
}

export function keyUsed(key: string): Refusal {
  const cause = `Another answer has the key ${safe(key)}.`
  return refusal('SLU-CONFLICT', cause, 'Give this one a key of its own; what was sent before stands as it is.')
}

export function notDispatched(service: string, named: string): Refusal {
  const cause = `No declaration that was handed to ${safe(service)} is known as ${safe(named)}.`
  return refusal('SLU-UNKNOWN', cause, 'Use the ticket or the submissionId that came with the declaration.')
}

export function senderUnknown(sender: string): Refusal {
  return refusal('SLU-UNKNOWN', `There is no sender ${safe(sender)}.`, 'Look the sender number up.')
}

export function namesNoSubmission(purpose: string): Refusal {
  const cause = `A ${safe(purpose)} answers a declaration, and this one names none.`
  return refusal('SLU-REFERENCE', cause, 'Name the declaration by its ticket or its submissionId.')
}

export function notWellFormed(what: string): Refusal {
  const remedy =
    'Send a well-formed XML document in UTF-8, US-ASCII or ISO-8859-1, without a document type declaration.'
  return refusal('SLU-XML', `The document cannot be read: ${safe(what)}.`, remedy)
}

export function wrongForm(purpose: string, what: string, expected: readonly string[]): Refusal {
  const remedy = `Use what a ${safe(purpose)} has: ${expected.join(', ')}.`
  return refusal('SLU-FORM', `This is no ${safe(purpose)}: ${safe(what)}.`, remedy)
}

export function breaksSchema(what: string): Refusal {
  return refusal('SLU-SCHEMA', `The document does not fit its schema: ${safe(what)}`, 'Correct the document.')
}

export function otherReference(seen: string, expected: string): Refusal {
  const cause = `The document speaks of ${safe(seen)}, the answer is for ${safe(expected)}.`
  return refusal('SLU-REFERENCE', cause, 'Let FileReference name the declaration that is answered, or leave it out.')
}

export function otherEnvironment(environment: string): Refusal {
  const cause = `The declaration was sent in the environment ${environment}.`
  return refusal('SLU-REFERENCE', cause, 'Put its answer where those of that environment belong.')
}

export const NO_REFERENCE = refusal(
  'SLU-REFERENCE',
  'The document does not name one declaration in FileReference.',
  'Let each form name the same ticket in FileReference/ReferenceNbr, or name the declaration beside the document.',
)
