import { ANY_SCRIPT, COLLATION_REMEDY, knowsCollation } from '../../database/collation.ts'
import type { Examination } from './examination.ts'

/** People are searched for whatever the case of their names, in every script. */
export const examineCollation: Examination = async ({ database }) => {
  if (await knowsCollation(database.queries)) return [{ name: 'collation', state: 'ok', found: ANY_SCRIPT }]
  return [{ name: 'collation', state: 'problem', found: `${ANY_SCRIPT} is missing`, remedy: COLLATION_REMEDY }]
}
