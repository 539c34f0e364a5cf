import type { Language } from '../languages.ts'

/**
 * What is said to a person about one reason: a title of a few words, what was wrong, and what to do about it.
 *
 * `{file}`, `{seen}`, `{expected}`, `{line}` and `{column}` stand for the fields of the reason. What stands in square brackets is
 * left out when a field named there is absent. All languages of a text name the same fields.
 */
export type Text = readonly [title: string, cause: string, remedy: string]
export type Texts = Readonly<Record<Language, Text>>

/** By `131` for a code, and by `131.part` for a finer cause of it. */
export type ReasonTexts = Readonly<Record<string, Texts>>
