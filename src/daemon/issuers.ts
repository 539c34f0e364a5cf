import type { Now } from '../base/clock.ts'
import { Misconfigured } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Certificate } from '../signing/certificate.ts'
import { loadIssuers } from '../signing/issuers.ts'

const FRESH_MILLISECONDS = 2000

/** The accepted issuers, read again when they are older than two seconds; a bad file keeps the former ones and is told. */
export function freshIssuers(folder: () => string, now: Now, log: Log): () => Promise<readonly Certificate[]> {
  let kept: { readonly at: number; readonly folder: string; readonly issuers: readonly Certificate[] } | null = null
  return async () => {
    const at = now().getTime()
    if (kept && kept.folder === folder() && at - kept.at < FRESH_MILLISECONDS && at >= kept.at) return kept.issuers
    try {
      kept = { at, folder: folder(), issuers: await loadIssuers(folder()) }
    } catch (error) {
      if (!(error instanceof Misconfigured) || !kept) throw error
      log.error('issuers.refused', errorFields(error))
      kept = { ...kept, at }
    }
    return kept.issuers
  }
}
