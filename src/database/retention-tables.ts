import type { ColumnType, Generated } from 'kysely'

/** What is kept and what leaves (migrations 0024, 0033, 0034 and 0036). */
export type RetentionTables = {
  hold: {
    hold_id: string
    submission_id: string | null
    sender_number: string | null
    reason: string
    actor: string
    placed_at: Generated<Date>
    released_at: Date | null
  }
  restoration: {
    restoration_id: string
    backup: string
    taken_at: Date
    restored_at: Generated<Date>
    acknowledged_at: Date | null
    acknowledged_by: string | null
    reason: string | null
  }
  lost_change: {
    audit_no: number
    at: Date
    restoration_id: string
    actor: string
    action: string
    subject: string
    reason: string | null
    detail: ColumnType<Record<string, unknown>, string, never>
    outcome: string
    why: string | null
  }
  blob_mark: { sha256: string; bytes: number; marked_at: Generated<Date> }
  retention_task: {
    task: string
    position: Generated<string>
    owner: string | null
    until: Date | null
    ran_at: Date | null
    result: ColumnType<Record<string, unknown>, string | undefined, string>
  }
  self_test_sender: {
    is_one: Generated<boolean>
    sender_number: string
    authority: string
    secrets: Buffer
    made_at: Generated<Date>
  }
  database_clock: { is_one: Generated<boolean>; seen_at: Date; held_seconds: Generated<number> }
  self_test: { endpoint: string; at: Generated<Date>; ok: boolean; milliseconds: number; error: string | null }
}
