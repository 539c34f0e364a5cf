import { folderRow } from '../../batch/environment.ts'
import type { Reason } from '../../batch/reason.ts'
import { type Check, once } from './check.ts'

/** rule 1.9: R lies in IN (118), T in INTEST (119), S in INTEST-S (257); the code follows the letter. */
export const environmentFitsFolder: Check = ({ files, envelope }) => {
  const here = folderRow(envelope.environment).in
  return once(
    files.flatMap(({ member, readable: { environment } }): Reason[] => {
      if (environment === undefined || environment === envelope.environment) return []
      const row = folderRow(environment)
      return [{ code: row.wrongFolderCode, file: member.name, seen: here, expected: row.in }]
    }),
  )
}
