/** SSH keys by which a sender's programs log in: several per channel for a roll-over, each on one channel only (case R15). */

import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { SshPublicKey } from '../batch/ssh-key.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { lockChannel } from './channels.ts'

const KEYS_MAX = 20

/** A literal: a parameter would hide from a prepared statement which partial index is meant. */
const ACTIVE = sql.lit('active')

export type SshKeyInput = {
  readonly senderNumber: SenderNumber
  readonly key: SshPublicKey
  /** What its people call it; nothing when nothing is said. */
  readonly label?: string
}

/** The same key again changes nothing. Refuses: SLU-UNKNOWN, SLU-STATE (closed, too many), SLU-KEY (another user has it). */
export async function registerSshKey(
  tx: Transaction,
  { senderNumber, key, label = '' }: SshKeyInput,
  act: Act,
): Promise<Result<void, Refusal>> {
  const channel = await lockChannel(tx, { senderNumber, type: 'sftp' })
  if (!channel.ok) return channel
  const keys = await activeKeys(tx, channel.value.channelId)
  if (keys.includes(key.sha256)) return ok(undefined)
  if (keys.length >= KEYS_MAX) return no(TOO_MANY)
  const { algorithm, blob, sha256, fingerprint, comment } = key
  const added = await tx
    .insertInto('ssh_key')
    .values({
      ssh_key_id: uuidV7(),
      channel_id: channel.value.channelId,
      ...{ algorithm, blob, sha256, comment, label },
      state: 'active',
    })
    .onConflict((conflict) => conflict.column('sha256').where('state', '=', ACTIVE).doNothing())
    .returning('ssh_key_id')
    .executeTakeFirst()
  if (!added) return no(OF_ANOTHER_USER)
  await recordChange(tx, act, {
    action: 'sshKey.registered',
    subject: `sender:${senderNumber}`,
    after: { algorithm, fingerprint },
  })
  return ok(undefined)
}

/** Sessions that rest on it end within 5 s. Refuses: SLU-UNKNOWN, SLU-STATE. */
export async function removeSshKey(
  tx: Transaction,
  { senderNumber, sha256 }: { readonly senderNumber: SenderNumber; readonly sha256: Sha256 },
  act: Act,
): Promise<Result<void, Refusal>> {
  const channel = await lockChannel(tx, { senderNumber, type: 'sftp' })
  if (!channel.ok) return channel
  const removed = await tx
    .updateTable('ssh_key')
    .set({ state: 'removed' })
    .where('channel_id', '=', channel.value.channelId)
    .where('sha256', '=', sha256)
    .where('state', '=', 'active')
    .returning('algorithm')
    .executeTakeFirst()
  if (!removed) return no(NO_SUCH_KEY)
  await recordChange(tx, act, {
    action: 'sshKey.removed',
    subject: `sender:${senderNumber}`,
    before: { ...removed, sha256 },
  })
  return ok(undefined)
}

/** For a key that is not registered yet. Refuses with SLU-KEY, and does not tell whose the key is. */
export async function sshKeyIsFree(queries: Queries, { sha256 }: SshPublicKey): Promise<Result<void, Refusal>> {
  const other = await queries
    .selectFrom('ssh_key')
    .select('ssh_key_id')
    .where('sha256', '=', sha256)
    .where('state', '=', ACTIVE)
    .executeTakeFirst()
  return other ? no(OF_ANOTHER_USER) : ok(undefined)
}

async function activeKeys(tx: Transaction, channelId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('ssh_key')
    .select('sha256')
    .where('channel_id', '=', channelId)
    .where('state', '=', 'active')
    .execute()
  return rows.map(({ sha256 }) => sha256)
}

const TOO_MANY = refusal('SLU-STATE', `The channel has ${KEYS_MAX} keys.`, 'Remove one that is no longer used.', {
  key: 'tooManySshKeys',
  values: { max: KEYS_MAX },
})
const OF_ANOTHER_USER = refusal(
  'SLU-KEY',
  'Another user logs in with this key.',
  'Make a pair of your own: ssh-keygen -t ed25519',
  { key: 'sshKeyTaken' },
)
const NO_SUCH_KEY = refusal('SLU-UNKNOWN', 'The channel has no such key.', 'Look at the keys that it has.', {
  key: 'noSuchSshKey',
})
