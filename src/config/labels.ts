import { z } from 'zod'
import { sentence } from './kinds.ts'

const name = sentence.default('')

/** A name in the four languages; gaps are filled when the configuration is loaded. */
export const labels = z.strictObject({
  de: name.describe('Name in German; empty: the English name.'),
  fr: name.describe('Name in French; empty: the English name.'),
  nl: name.describe('Name in Dutch; empty: the English name.'),
  en: name.describe('Name in English; empty: the code.'),
})

export type Labels = z.output<typeof labels>
