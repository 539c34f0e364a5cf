/** `WHY-<set>-<ticket>.<language>.txt`: why a set was rejected, and what to do. */
import { errorId } from '../acknowledgement-document.ts'
import { brusselsStamp } from '../dates.ts'
import type { Language } from '../languages.ts'
import type { Reason } from '../reason.ts'
import { explain } from '../reasons/catalogue.ts'
import { safe } from '../reasons/fill.ts'
import { labelled, plainText, put, wrap } from './plain-text.ts'
import type { StatusSet } from './status-set.ts'
import { WHY_WORDS, type WhyWords } from './why-words.ts'

export type RejectedSet = Pick<StatusSet, 'setKey' | 'ticket' | 'answer' | 'receivedAt' | 'sealedAt'> & {
  /** Those of the set, as its sender named them. */
  readonly files: readonly string[]
  readonly reasons: readonly Reason[]
}

/** The ticket tells one rejection of a set from another. What some systems do not take in a file name becomes a line. */
export function whyName({ setKey, ticket }: Pick<RejectedSet, 'setKey' | 'ticket'>, language: Language): string {
  return `WHY-${setKey.replaceAll(/[^A-Za-z0-9._-]/g, '_')}-${ticket ?? ''}.${language}.txt`
}

export function whyText(set: RejectedSet, language: Language): Buffer {
  const words = WHY_WORDS[language]
  const { setKey, ticket, answer, receivedAt, sealedAt, files, reasons } = set
  // biome-ignore format: a table
  const about: readonly (readonly [string, string])[] = [
    [words.ticket,   ticket ?? '–'],
    [words.answer,   answer ?? words.noAnswer],
    [words.received, brusselsStamp(receivedAt)],
    [words.sealed,   sealedAt ? brusselsStamp(sealedAt) : '–'],
  ]
  const width = Math.max(...about.map(([label]) => label.length))
  return plainText([
    ...wrap(put(words.title, { set: safe(setKey) })),
    '',
    ...about.flatMap(([label, value]) => labelled(label, value, width)),
    ...reasons.flatMap((reason, index) => reasonLines(reason, index + 1, words, language)),
    '',
    words.files,
    ...files.map((file) => `  ${safe(file)}`),
    '',
    ...wrap(words.closing),
  ])
}

function reasonLines(reason: Reason, number: number, words: WhyWords, language: Language): string[] {
  const { title, cause, remedy } = explain(reason, language)
  const { file, seen, expected } = reason
  // biome-ignore format: a table
  const rows = ([
    [words.file,     file && safe(file)],
    [words.cause,    cause],
    [words.seen,     seen && safe(seen)],
    [words.expected, expected && safe(expected)],
    [words.remedy,   remedy],
  ] as const).flatMap(([label, value]) => (value ? [[label, value] as const] : []))
  const width = Math.max(...rows.map(([label]) => label.length + 3))
  return [
    '',
    `${number}. ${title} (${errorId(reason.code)})`,
    ...rows.flatMap(([label, value]) => labelled(`   ${label}`, value, width)),
  ]
}
