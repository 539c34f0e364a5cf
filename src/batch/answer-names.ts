import { type Environment, isEnvironment } from './environment.ts'
import type { Verdict } from './facts.ts'

/** The three files of an answer in OUT (spec §10): FO, its signature FS, and GO, which says that both may be taken. */
export type AnswerNames = { readonly document: string; readonly signature: string; readonly trigger: string }

/** An FO that is compressed is called CO (spec §4.1). */
export const DOCUMENT_MARKS = ['FO', 'CO'] as const

const TAIL = /^(?:FO|CO|FS|GO)\.(([A-Z][A-Z0-9]{3})\.[0-9]{6}\.[0-9]{8}\.[0-9A-Z]{5}\.([RTS]))$/

/** rule 6.6: `FO.ACRF.999999.<date>.<sequence>.<environment>` and FS and GO of the same tail. The environment is that of the folder of upload. */
export function answerNames(
  { date, sequence }: NonNullable<Verdict['answer']>,
  environment: Environment,
  gatewayNumber: string,
): AnswerNames {
  return namesOf(['ACRF', gatewayNumber, date, sequence, environment].join('.'), 'FO')
}

/** rule 20.5: an answer of an online service is named like an acknowledgement, by its own purpose. */
export function serviceAnswerNames(
  answer: {
    readonly purpose: string
    readonly date: string
    readonly sequence: string
    readonly environment: Environment
    readonly compressed: boolean
  },
  gatewayNumber: string,
): AnswerNames {
  const { purpose, date, sequence, environment, compressed } = answer
  return namesOf([purpose, gatewayNumber, date, sequence, environment].join('.'), compressed ? 'CO' : 'FO')
}

/** What the four marks have in common: how the web service calls an answer. Null for a name that no answer has. */
export function answerTail(
  name: string,
): { readonly tail: string; readonly purpose: string; readonly environment: Environment } | null {
  const [, tail, purpose, environment = ''] = TAIL.exec(name) ?? []
  if (tail === undefined || purpose === undefined || !isEnvironment(environment)) return null
  return { tail, purpose, environment }
}

/** The name of an answer's document without its mark, or of anything that is looked like one. */
export function isDocumentName(name: string): boolean {
  return DOCUMENT_MARKS.some((mark) => name.startsWith(`${mark}.`))
}

function namesOf(tail: string, mark: (typeof DOCUMENT_MARKS)[number]): AnswerNames {
  return { document: `${mark}.${tail}`, signature: `FS.${tail}`, trigger: `GO.${tail}` }
}
