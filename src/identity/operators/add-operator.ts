/** New operators (rule 21.6): made on the host, or by an administrator who is signed in; never by anybody else. */
import { randomUUID } from 'node:crypto'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { makeInvitation } from './invitations.ts'
import { recordOperator } from './record.ts'

/** Small letters, so that nobody is taken for somebody else. */
const NAME = /^[a-z0-9][a-z0-9._-]{1,39}$/

/** Resolves with the code of the first sign-in. Refuses: SLU-INPUT, SLU-EXISTS. Audit: `operator.added`. */
export async function addOperator(
  tx: Transaction,
  box: SecretBox,
  { invitationSeconds, ...operator }: Operator & { readonly invitationSeconds: number },
  act: Act,
): Promise<Result<{ readonly code: string }, Refusal>> {
  const { name, role, mayReadContents } = operator
  if (!NAME.test(name)) return no(BAD_NAME)
  const operatorId = randomUUID()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('operator')
    .values({ operator_id: operatorId, name, role, may_read_contents: mayReadContents, created_by: act.actor })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return no(NAME_TAKEN)
  const code = await makeInvitation(tx, box, { operatorId, seconds: invitationSeconds })
  await recordOperator(tx, act, { action: 'operator.added', name, after: { role, mayReadContents } })
  return ok({ code })
}

const BAD_NAME = refusal(
  'SLU-INPUT',
  'This is no name of an operator.',
  'Choose 2 to 40 small letters, digits, dots, hyphens or underscores, beginning with a letter or digit.',
  { key: 'operatorBadName' },
)
const NAME_TAKEN = refusal(
  'SLU-EXISTS',
  'This name is or was that of an operator.',
  'Choose another one: the audit calls people by their names.',
  { key: 'operatorNameTaken' },
)
