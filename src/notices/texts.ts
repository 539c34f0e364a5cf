/** The messages to people, in four languages. Codes and passwords stand alone at the end of a line, to be read off a telephone. */
import { Corrupt } from '../base/errors.ts'
import type { Language } from '../batch/languages.ts'
import { ACCOUNT_TEXTS } from './texts/account.ts'
import { ACTIVATION_TEXTS } from './texts/activation.ts'
import { NOTICE_TEXTS } from './texts/notices.ts'

/** A subject (of e-mail), which has no values in it, and a text with `{values}`. */
export type MessageText = { readonly subject: string; readonly text: string }
export type MessageTexts = Readonly<Record<Language, MessageText>>

const TEXTS = { ...ACTIVATION_TEXTS, ...ACCOUNT_TEXTS, ...NOTICE_TEXTS } satisfies Readonly<
  Record<string, MessageTexts>
>

export type Template = keyof typeof TEXTS

export const TEMPLATES = Object.keys(TEXTS) as readonly Template[]

const VALUE = /\{([a-zA-Z]+)\}/g
const NOT_PRINTED = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/**
 * Subject and text in one language. A value stays on its line whatever is in it, and none gets into the subject, so that nobody writes
 * headers or further lines. Throws `Corrupt` for a template or a value that is missing: another version may have queued it.
 */
export function textOf(template: string, language: Language, values: Readonly<Record<string, string>>): MessageText {
  if (!isTemplate(template)) throw new Corrupt('a message was queued with a text that this version does not have')
  const { subject, text } = TEXTS[template][language]
  return { subject, text: text.replace(VALUE, (_, name: string) => oneLine(template, values[name])) }
}

function oneLine(template: Template, value: string | undefined): string {
  if (value === undefined) throw new Corrupt(`a message ${template} was queued without one of its values`)
  return value.replace(NOT_PRINTED, ' ')
}

function isTemplate(name: string): name is Template {
  return Object.hasOwn(TEXTS, name)
}
