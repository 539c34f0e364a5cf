import type { LeavingRules } from '../../batch/leaving.ts'
import type { Config } from '../../config/schema.ts'
import type { ArchiveTimes } from '../../ledger/retention/archive.ts'
import type { CollectionRules } from './collect-blobs.ts'

export type RetentionRules = {
  readonly out: LeavingRules
  readonly archive: ArchiveTimes
  readonly collection: CollectionRules
  /** Off: nothing is removed from the disk. */
  readonly collect: boolean
  /** Most things that one look goes through. */
  readonly limit: number
}

type Settings = Pick<Config, 'retention'> & {
  readonly limits: Pick<Config['limits'], 'outDays'>
  readonly services: readonly Pick<Config['services'][number], 'code' | 'archiveDays'>[]
}

export function retentionRules({ retention, limits, services }: Settings): RetentionRules {
  const { outNoticeDays, archiveDays, unreferencedHours, sweepHours, collect, itemsPerLook: limit } = retention
  const own = services.filter((service) => service.archiveDays > 0)
  return {
    out: { outDays: limits.outDays, noticeDays: outNoticeDays },
    archive: {
      days: archiveDays,
      daysOf: Object.fromEntries(own.map((service) => [service.code, service.archiveDays])),
    },
    collection: { unreferencedHours, sweepHours, limit },
    collect,
    limit,
  }
}
