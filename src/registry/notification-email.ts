/** Where an enterprise is told that notices wait for it: one address, or none (spec access.md §5 row 23, §9). */
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { parseMailAddress } from './people/person-fields.ts'
import { NO_SUCH_ENTERPRISE } from './people/places.ts'
import { sameVersion } from './people/versions.ts'

export type NotificationEmail = {
  readonly enterpriseNumber: string
  /** Null: nobody is told. */
  readonly email: string | null
  readonly expectedVersion: number
}

/** The audit tells that there is one, not which. Nothing to do when it is so already. Refuses: SLU-UNKNOWN, SLU-VERSION, SLU-INPUT. */
export async function setNotificationEmail(
  tx: Transaction,
  { enterpriseNumber, email, expectedVersion }: NotificationEmail,
  act: Act,
): Promise<Result<void, Refusal>> {
  const row = await tx
    .selectFrom('enterprise')
    .select(['notification_email as was', 'version'])
    .where('enterprise_number', '=', enterpriseNumber)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return no(NO_SUCH_ENTERPRISE)
  const same = sameVersion(row.version, expectedVersion)
  if (!same.ok) return same
  const address = email === null ? ok(null) : parseMailAddress(email)
  if (!address.ok) return address
  if (address.value === row.was) return ok(undefined)
  await tx
    .updateTable('enterprise')
    .set(({ eb, fn }) => ({
      notification_email: address.value,
      ...{ version: eb('version', '+', 1), updated_at: fn<Date>('now') },
    }))
    .where('enterprise_number', '=', enterpriseNumber)
    .execute()
  await recordChange(tx, act, {
    action: 'enterprise.notificationEmail',
    subject: `enterprise:${enterpriseNumber}`,
    before: { isSet: row.was !== null },
    after: { isSet: address.value !== null },
  })
  return ok(undefined)
}
