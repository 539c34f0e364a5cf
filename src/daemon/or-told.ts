import { Misconfigured } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'

/**
 * What a reload reads again; null, and told, when it cannot be taken (a file that is gone, a folder without a root): what was in force stays.
 */
export async function orTold<Value>(read: () => Promise<Value>, log: Log): Promise<Value | null> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Misconfigured || (error instanceof Error && 'code' in error))) throw error
    log.error('config.notApplied', errorFields(error))
    return null
  }
}
