/** `<YYYY-MM-DD>.csv`: what became of the sets of one day. */
import { errorId } from '../acknowledgement-document.ts'
import { brusselsStamp } from '../dates.ts'
import type { Language } from '../languages.ts'
import { explain } from '../reasons/catalogue.ts'
import { csv } from './csv.ts'
import { DAY_WORDS } from './day-words.ts'
import { put } from './plain-text.ts'
import { type StatusSet, stateWord } from './status-set.ts'

/** At most `rowsMax` sets, the newest, in the order given; a last line tells of more. */
export function dayTable(sets: readonly StatusSet[], rowsMax: number, language: Language): Buffer {
  const { header, more } = DAY_WORDS[language]
  const rows = sets.slice(0, rowsMax).map((set) => cellsOf(set, language))
  const rest = sets.length > rowsMax ? [[put(more, { rows: rowsMax }), ...header.slice(1).map(() => '')]] : []
  return csv([header, ...rows, ...rest])
}

function cellsOf(set: StatusSet, language: Language): string[] {
  const { setKey, environment, channel, receivedAt, sealedAt, ticket, answer } = set
  const { verdict } = set.facts
  const firstReason = verdict?.firstReason
  return [
    ...[setKey, environment, channel ?? '', stateWord(set), brusselsStamp(receivedAt)],
    sealedAt ? brusselsStamp(sealedAt) : '',
    verdict?.outcome ?? '',
    verdict?.codes.map(errorId).join(' ') ?? '',
    firstReason ? explain(firstReason, language).title : '',
    ticket ?? '',
    answer ?? '',
  ]
}
