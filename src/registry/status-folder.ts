/** The switch of the folder STATUS, and in which language its reader is spoken to (decision 32). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { Language } from '../batch/languages.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { type ChannelKey, changeChannel, lockChannel, type StoredChannel } from './channels.ts'
import { isFixedLink } from './networks.ts'

/** In force for the next listing; null: by default again. Refuses: SLU-UNKNOWN, SLU-STATE (closed, or the web channel). */
export async function switchStatusFolder(
  tx: Transaction,
  key: ChannelKey,
  shown: boolean | null,
  act: Act,
): Promise<Result<void, Refusal>> {
  if (key.type === 'web') return no(NO_FOLDERS)
  const channel = await lockChannel(tx, key)
  if (!channel.ok) return channel
  const before = { status_folder: channel.value.statusFolder }
  if (before.status_folder === shown) return ok(undefined)
  await changeChannel(tx, key, { action: 'channel.statusFolder', before, after: { status_folder: shown } }, act)
  return ok(undefined)
}

/** Whoever comes over a fixed link sees no web page; everybody else asks for the folder. */
export function showsStatus({
  type,
  network,
  statusFolder,
}: Pick<StoredChannel, 'type' | 'network' | 'statusFolder'>): boolean {
  return type !== 'web' && (statusFolder ?? (type === 'ftp' && isFixedLink(network)))
}

export async function statusIsShown(queries: Queries, sender: string, type: ChannelType): Promise<boolean> {
  const row = await queries
    .selectFrom('channel')
    .select(['network', 'status_folder as statusFolder'])
    .where('sender_number', '=', sender)
    .where('type', '=', type)
    .where('state', '<>', 'removed')
    .executeTakeFirst()
  return row !== undefined && showsStatus({ type, ...row })
}

/** The technical user's language, else the enterprise's, else French. */
export async function languageOf(queries: Queries, sender: string): Promise<Language> {
  const row = await queries
    .selectFrom('sender')
    .innerJoin('enterprise', 'enterprise.enterprise_number', 'sender.enterprise_number')
    .leftJoin('technical_user', (join) =>
      join.onRef('technical_user.sender_number', '=', 'sender.sender_number').on('technical_user.state', '=', 'active'),
    )
    .select(({ fn, ref }) => fn.coalesce(ref('technical_user.language'), ref('enterprise.language')).as('language'))
    .where('sender.sender_number', '=', sender)
    .executeTakeFirst()
  return (row?.language as Language | undefined) ?? 'fr'
}

const NO_FOLDERS = refusal('SLU-STATE', 'The web service has no folders.', 'Choose the sftp or the ftp channel.', {
  key: 'noStatusFolder',
})
