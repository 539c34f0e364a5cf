import { safe } from '../../../batch/reasons/fill.ts'
import { NO_BACKUP, ROLLED_BACK } from '../../../ledger/retention/restorations.ts'
import type { Say } from '../../texts.ts'

/** The backup that was put back, or how the database was found where there was none of ours. */
export function backupName(t: Say, backup: string): string {
  if (backup === NO_BACKUP) return t('restored.noBackup')
  return backup === ROLLED_BACK ? t('restored.rolledBack') : t('restored.backup', { backup: safe(backup) })
}
