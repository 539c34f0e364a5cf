/** `<YYYY-MM-DD>.csv`: what became of the sets of one day. */
import { errorId } from '../acknowledgement-document.ts'
import { brusselsClock } from '../dates.ts'
import type { Language } from '../languages.ts'
import { explain } from '../reasons/catalogue.ts'
import { csvRows } from './csv.ts'
import { DAY_WORDS } from './day-words.ts'
import { BYTE_ORDER_MARK, put } from './plain-text.ts'
import { type StatusSet, stateWord } from './status-set.ts'

const ROWS_AT_ONCE = 250

/**
 * At most `rowsMax` sets, the newest, in the order given; a last line tells of more. In pieces, so that whoever writes a long table can
 * do other things between. It begins with a byte order mark, because the usual spreadsheet program takes a file without one for
 * the code page of its country, and é for two other characters.
 */
export function* dayTable(sets: readonly StatusSet[], rowsMax: number, language: Language): Generator<Buffer> {
  const { header, more } = DAY_WORDS[language]
  const stamp = brusselsClock()
  yield Buffer.from(BYTE_ORDER_MARK + csvRows([header]), 'utf8')
  const shown = sets.slice(0, rowsMax)
  for (let at = 0; at < shown.length; at += ROWS_AT_ONCE) {
    const rows = shown.slice(at, at + ROWS_AT_ONCE).map((set) => cellsOf(set, language, stamp))
    yield Buffer.from(csvRows(rows), 'utf8')
  }
  if (sets.length <= rowsMax) return
  yield Buffer.from(csvRows([[put(more, { rows: rowsMax }), ...header.slice(1).map(() => '')]]), 'utf8')
}

function cellsOf(set: StatusSet, language: Language, stamp: (instant: Date) => string): string[] {
  const { setKey, environment, channel, receivedAt, sealedAt, ticket, answer, serviceAnswers } = set
  const { verdict } = set.facts
  const firstReason = verdict?.firstReason
  return [
    ...[setKey, environment, channel ?? '', stateWord(set), stamp(receivedAt)],
    sealedAt ? stamp(sealedAt) : '',
    verdict?.outcome ?? '',
    verdict?.codes.map(errorId).join(' ') ?? '',
    firstReason ? explain(firstReason, language).title : '',
    ticket ?? '',
    [...(answer === null ? [] : [answer]), ...serviceAnswers].join(' '),
  ]
}
