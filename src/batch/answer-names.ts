import type { Environment } from './environment.ts'
import type { Verdict } from './facts.ts'

/** The three files of an answer in OUT (spec §10): FO, its signature FS, and GO, which says that both may be taken. */
export type AnswerNames = { readonly document: string; readonly signature: string; readonly trigger: string }

/** rule 6.6: `FO.ACRF.999999.<date>.<sequence>.<environment>` and FS and GO of the same tail. The environment is that of the folder of upload. */
export function answerNames(
  { date, sequence }: NonNullable<Verdict['answer']>,
  environment: Environment,
  gatewayNumber: string,
): AnswerNames {
  const tail = ['ACRF', gatewayNumber, date, sequence, environment].join('.')
  return { document: `FO.${tail}`, signature: `FS.${tail}`, trigger: `GO.${tail}` }
}
