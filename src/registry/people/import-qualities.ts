/** The qualities that a taken-over enterprise may take part in. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import type { OfferedQuality } from '../qualities.ts'
import type { ImportedEnterprise } from './import-document.ts'
import { isSupported, setEmployerId } from './open-quality.ts'

/**
 * They wait for the first sign-in of the main access manager, or until he activates them; those that are there stay as they are, but for
 * the employer's number. Refuses: SLU-UNKNOWN (not offered), SLU-STATE (of a natural person).
 */
export async function addQualities(
  tx: Transaction,
  { enterpriseNumber, qualities }: ImportedEnterprise,
  offered: readonly OfferedQuality[],
  act: Act,
): Promise<Result<void, Refusal>> {
  for (const { code: qualityCode, employerId } of qualities) {
    if (!offered.some(({ code }) => code === qualityCode)) return no(NOT_OFFERED)
    const supported = isSupported({ qualityCode, offered })
    if (!supported.ok) return supported
    await addQuality(tx, enterpriseNumber, qualityCode, act)
    if (employerId !== undefined) await setEmployerId(tx, { enterpriseNumber, qualityCode }, employerId, act)
  }
  return ok(undefined)
}

async function addQuality(
  tx: Transaction,
  enterpriseNumber: ImportedEnterprise['enterpriseNumber'],
  qualityCode: string,
  act: Act,
): Promise<void> {
  const added = await tx
    .insertInto('quality')
    .values((eb) => ({
      ...{ enterprise_number: enterpriseNumber, quality_code: qualityCode, state: 'inactive' },
      is_default: eb
        .not(
          eb.exists(
            eb.selectFrom('quality as q').select('q.state').where('q.enterprise_number', '=', enterpriseNumber),
          ),
        )
        .$castTo<boolean>(),
    }))
    .onConflict((conflict) => conflict.columns(['enterprise_number', 'quality_code']).doNothing())
    .returning('is_default as isDefault')
    .executeTakeFirst()
  if (!added) return
  const after = { qualityCode, state: 'inactive', ...added }
  await recordChange(tx, act, { action: 'quality.add', subject: `enterprise:${enterpriseNumber}`, after })
}

const NOT_OFFERED = refusal(
  'SLU-UNKNOWN',
  'A quality of it is not offered here.',
  'Add it to `qualities` of the configuration.',
  {
    key: 'qualityNotOffered',
  },
)
