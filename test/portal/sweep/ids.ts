/** Ids of what is kept at a place, under the names that routes give them. A name that is not known here fails the sweep. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/database.ts'
import type { Ids } from './routes.ts'

/** Words that name no row of somebody's: they are the same everywhere. */
export const WORDS: Ids = { step: 'channel', channel: 'sftp', channelType: 'sftp', type: 'sftp', action: 'lock' }

/** Names under which ids go to a route, before there is a database. */
export const KINDS = [
  ...[
    'userId',
    'qualityUserId',
    'accountId',
    'appointmentId',
    'noticeId',
    'senderNumber',
    'certificateId',
    'certificate',
  ],
  ...['sshKeyId', 'key', 'channelId', 'sessionId', 'submissionId', 'draftId', 'draft', 'setupId', 'users', 'digest'],
] as const

/** `digest` is the one name that two kinds of things have: certificates, and below `sshKeys` keys. */
export function digestAt(path: string, { certificate = '', key = '' }: Ids): string {
  return path.includes('/sshKeys/') ? key : certificate
}

/** Of one quality; members of the quality are asked for, never the asker himself. */
export async function idsAt(
  { queries }: Database,
  place: { readonly enterpriseNumber: string; readonly qualityCode: string },
): Promise<Ids> {
  const { enterpriseNumber: number, qualityCode: quality } = place
  const { rows } = await sql<Record<string, string | null>>`
    select user_.quality_user_id as "userId", user_.quality_user_id as "qualityUserId", user_.account_id as "accountId",
           (select appointment_id from appointment where enterprise_number = ${number} and quality_code = ${quality}
               and role = 'accessManager' and origin = 'appointment') as "appointmentId",
           (select notice_id from notice where enterprise_number = ${number} and quality_code = ${quality}) as "noticeId",
           sender_number as "senderNumber", s.version::text as "senderVersion",
           (select certificate_id from certificate where sender_number = s.sender_number limit 1) as "certificateId",
           (select sha256 from certificate where sender_number = s.sender_number limit 1) as "certificate",
           (select ssh_key_id from ssh_key join channel using (channel_id)
             where sender_number = s.sender_number limit 1) as "sshKeyId",
           (select k.sha256 from ssh_key k join channel using (channel_id)
             where sender_number = s.sender_number limit 1) as "key",
           (select channel_id from channel where sender_number = s.sender_number limit 1) as "channelId",
           (select session_id from person_session p join appointment a using (account_id)
             where a.enterprise_number = ${number} and a.quality_code = ${quality}
               and a.role = 'accessManager' and a.origin = 'appointment' limit 1) as "sessionId",
           (select submission_id from submission where sender_number = s.sender_number) as "submissionId",
           (select draft_id from setup_draft where enterprise_number = ${number} limit 1) as "draftId"
      from (select * from quality_user where enterprise_number = ${number} and quality_code = ${quality} and state = 'active'
             order by created_at limit 1) user_
      left join sender s on s.enterprise_number = ${number} and s.quality_code = ${quality}`.execute(queries)
  const found = Object.entries(rows[0] ?? {}).filter((entry): entry is [string, string] => entry[1] !== null)
  const { draftId, ...ids } = Object.fromEntries(found) as Record<(typeof KINDS)[number], string>
  return { ...WORDS, ...place, ...ids, draftId, draft: draftId, setupId: draftId, users: ids.userId }
}
