/** In which quality an enterprise takes part, such as employer or social secretariat (spec access.md §2). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { lockEnterprise } from './enterprises.ts'
import { nextState, QUALITY } from './transitions.ts'

/** One of the configured qualities. */
export type OfferedQuality = {
  readonly code: string
  /** Purpose codes it may choose; empty or absent: all. */
  readonly services?: readonly string[]
  /** Who has it; an enterprise when nothing is said. */
  readonly holder?: 'enterprise' | 'person'
}

export type QualityInput = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly qualityCode: string
  readonly offered: readonly OfferedQuality[]
}

/**
 * The first quality of an enterprise is its default; nothing to do when it is active already.
 * Refuses: SLU-UNKNOWN when it is not offered or there is no such enterprise, SLU-STATE when either cannot be active.
 */
export async function activateQuality(tx: Transaction, input: QualityInput, act: Act): Promise<Result<void, Refusal>> {
  const { enterpriseNumber, qualityCode, offered } = input
  if (!offered.some(({ code }) => code === qualityCode)) return no(notOffered(qualityCode, offered))
  const enterprise = await lockEnterprise(tx, enterpriseNumber)
  if (enterprise?.state !== 'active') return no(enterpriseIs(enterprise?.state ?? 'not registered'))
  const qualities = await tx
    .selectFrom('quality')
    .select(['quality_code', 'state'])
    .where('enterprise_number', '=', enterpriseNumber)
    .execute()
  const before = qualities.find(({ quality_code }) => quality_code === qualityCode)?.state
  if (before === 'active') return ok(undefined)
  const next = nextState(QUALITY, before ?? 'inactive', 'activate')
  if (!next.ok) return next
  const key = { enterprise_number: enterpriseNumber, quality_code: qualityCode }
  await tx
    .insertInto('quality')
    .values(({ fn }) => ({ ...key, state: next.value, is_default: qualities.length === 0, activated_at: fn('now') }))
    .onConflict((conflict) =>
      conflict.columns(['enterprise_number', 'quality_code']).doUpdateSet(({ eb, fn }) => ({
        ...{ state: next.value, activated_at: fn('now') },
        version: eb('quality.version', '+', 1),
      })),
    )
    .execute()
  await recordChange(tx, act, {
    action: 'quality.activate',
    subject: `enterprise:${enterpriseNumber}`,
    before: { qualityCode, state: before ?? null },
    after: { qualityCode, state: next.value },
  })
  return ok(undefined)
}

function notOffered(code: string, offered: readonly OfferedQuality[]): Refusal {
  const codes = offered.map((quality) => quality.code).join(', ')
  return refusal('SLU-UNKNOWN', `${JSON.stringify(code.slice(0, 40))} is no quality here.`, `Choose one of ${codes}.`, {
    key: 'qualityNotHere',
  })
}

function enterpriseIs(state: string): Refusal {
  return refusal(
    'SLU-STATE',
    `The enterprise is ${state}.`,
    'It must be active: activate it, or resume it with a reason.',
    { key: 'enterpriseNotActive' },
  )
}
