import { z } from 'zod'
import { errorId } from '../../batch/acknowledgement-document.ts'
import type { Language } from '../../batch/languages.ts'
import type { Reason } from '../../batch/reason.ts'
import { explain } from '../../batch/reasons/catalogue.ts'

/** A reason for a rejection in four parts, as pages and STATUS tell it. */
export const reasonAnswer = z.object({
  code: z.string(),
  title: z.string(),
  cause: z.string(),
  remedy: z.string(),
  file: z.string().optional(),
  seen: z.string().optional(),
  expected: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  annex25: z.array(z.int()).optional(),
})

export function reasonBody(reason: Reason, language: Language): z.input<typeof reasonAnswer> {
  const { code, file, seen, expected, line, column, annex25 } = reason
  return {
    ...{ code: errorId(code), ...explain(reason, language) },
    ...{ file, seen, expected, line, column },
    annex25: annex25 && [...annex25],
  }
}
