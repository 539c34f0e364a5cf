/** The tables of today and yesterday, and a text for each rejected set in them. */
import { brusselsMidnight, dayBefore } from '../../batch/dates.ts'
import type { Language } from '../../batch/languages.ts'
import { dayTable } from '../../batch/status/day-table.ts'
import type { StatusSet } from '../../batch/status/status-set.ts'
import { whyName, whyText } from '../../batch/status/why-text.ts'
import { type Day, openSets, type Rejections, rejectionsOf, setsOfDay } from '../../ledger/status-sets.ts'
import { fileOf, type Look, latest } from './look.ts'
import type { StatusFile } from './status-folder.ts'
import { unhurried } from './unhurried.ts'

export type SetFiles = {
  readonly files: readonly StatusFile[]
  /** How many rejected sets are explained, when there are more; else null. */
  readonly explainedOnly: number | null
}

/**
 * A set stands in the table of the day on which it was sealed, or cancelled; what waits for its GO stands in today's. Yesterday's table
 * is there for who comes in the morning.
 */
export async function setFiles(look: Look): Promise<SetFiles> {
  const { queries, sender, today, settings } = look
  const { statusRows, statusTexts } = settings.limits
  const yesterday = dayBefore(today)
  const waiting = await openSets(queries, sender, statusRows + 1)
  const ofToday = await setsOfDay(queries, sender, dayOf(today), statusRows + 1)
  const ofYesterday = await setsOfDay(queries, sender, dayOf(yesterday), statusRows + 1)
  const rejected = [...ofToday, ...ofYesterday].filter(({ facts }) => facts.verdict?.outcome === 'rejected')
  return {
    files: [
      await tableFile(today, [...waiting, ...ofToday].sort(latestFirst), look),
      await tableFile(yesterday, ofYesterday, look),
      ...(await whyFiles(rejected.slice(0, statusTexts), look)),
    ],
    explainedOnly: rejected.length > statusTexts ? statusTexts : null,
  }
}

async function tableFile(date: string, sets: readonly StatusSet[], { settings, language }: Look): Promise<StatusFile> {
  const content = Buffer.concat(await unhurried(dayTable(sets, settings.limits.statusRows, language)))
  return fileOf(`${date}.csv`, content, latest([brusselsMidnight(date), ...sets.map(({ changedAt }) => changedAt)]))
}

async function whyFiles(sets: readonly StatusSet[], { queries, language }: Look): Promise<StatusFile[]> {
  const ids = sets.map(({ submissionId }) => submissionId)
  const rejections = await rejectionsOf(queries, ids)
  return await unhurried(textsOf(sets, rejections, language))
}

function* textsOf(sets: readonly StatusSet[], rejections: Rejections, language: Language): Generator<StatusFile> {
  for (const set of sets) {
    const rejection = rejections.get(set.submissionId)
    if (!rejection) continue
    yield fileOf(whyName(set, language), whyText({ ...set, ...rejection }, language), set.changedAt)
  }
}

function dayOf(date: string): Day {
  return { from: brusselsMidnight(date), until: dayEnd(date) }
}

function dayEnd(date: string): Date {
  const afternoon = brusselsMidnight(date).getTime() + 36 * 3_600_000
  return brusselsMidnight(new Date(afternoon).toISOString().slice(0, 10))
}

function latestFirst(one: StatusSet, other: StatusSet): number {
  return (other.sealedAt ?? other.receivedAt).getTime() - (one.sealedAt ?? one.receivedAt).getTime()
}
