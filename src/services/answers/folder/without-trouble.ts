/** What is wrong with one place in a service's folder is told and put off; what would be wrong with any other as well is thrown. */
import { remedyFor } from '../../../base/errors.ts'
import { errorFields, type Log } from '../../../base/log.ts'
import { CheckerFailed } from '../../../stages/checkers/checker-failed.ts'
import type { Troubles } from './troubles.ts'

type Watched = { readonly service: string; readonly troubles: Troubles }
type Telling = { readonly log: Log; readonly limits: { readonly retrySecondsMax: number } }

/** `place`: below the folder, as `R/SLU0000000018.NOTI.xml`. */
export async function withoutTrouble(
  { service, troubles }: Watched,
  place: string,
  { log, limits }: Telling,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
    troubles.over(place)
  } catch (error) {
    if (!isOfThePlace(error)) throw error
    const isNew = troubles.meet(place, causeOf(error), limits.retrySecondsMax)
    if (isNew) log.warn('answer.fileNotTaken', { service, place, ...errorFields(error) })
  }
}

/** Nothing to be tried: it is looked at again as soon as it is something else. */
export function tellOther({ service, troubles }: Watched, place: string, cause: string, { log }: Telling): void {
  if (troubles.meet(place, cause, 0)) log.warn('answer.fileNotTaken', { service, place, error: cause })
}

function isOfThePlace(error: unknown): boolean {
  return remedyFor(error) !== 'retry' || error instanceof CheckerFailed || isOfTheDisk(error)
}

function isOfTheDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** Without the path, which is for those who run the gateway. */
function causeOf(error: unknown): string {
  if (isOfTheDisk(error)) return `it cannot be read, moved or removed (${error.code})`
  return error instanceof Error ? error.message : String(error)
}
