import type { AnswerTables } from './answer-tables.ts'
import type { FlowTables } from './flow-tables.ts'
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { HistoryTables } from './history-tables.ts'
import type { OperatorTables } from './operator-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { RegistryTables } from './registry-tables.ts'
import type { RetentionTables } from './retention-tables.ts'
import type { SessionTables } from './session-tables.ts'

/**
 * The tables as the migrations make them; `database` knows no words of the field, so codes are text here.
 * `bigint` (sizes, counters, fences, `count(*)`) is read as a number: a value above 2^53 is `Corrupt`. `numeric` stays text.
 */
export type Tables = RegistryTables &
  FlowTables &
  PeopleTables &
  OperatorTables &
  RetentionTables &
  AnswerTables &
  SessionTables
export type Tables = PeopleTables &
  HistoryTables &
  OperatorTables & {
    enterprise: {
      enterprise_number: string
      legal_name: string
      state: string
      language: Generated<string>
      activated_at: Date | null
      activation_method: string | null
      notification_email: string | null
      password_login_enabled: Generated<boolean>
      created_at: Generated<Date>
      updated_at: Generated<Date>
      version: Generated<number>
    }
    quality: {
      enterprise_number: string
      quality_code: string
      state: string
      is_default: Generated<boolean>
      employer_id: string | null
      activated_at: Date | null
      created_at: Generated<Date>
      version: Generated<number>
    }
    sender: {
      sender_number: string
      enterprise_number: string
      quality_code: string
      state: string
      allocated_at: Generated<Date>
      version: Generated<number>
    }
    technical_user: {
      technical_user_id: string
      sender_number: string
      last_name: string
      first_name: string
      email: string
      phone: string
      language: Generated<string>
      state: string
      account_id: string | null
      created_at: Generated<Date>
    }
    channel: {
      channel_id: string
      sender_number: string
      type: string
      state: string
      login_name: string
      password_hash: string | null
      network: string | null
      legacy_ssh_rsa: Generated<boolean>
      status_folder: boolean | null
      created_at: Generated<Date>
      version: Generated<number>
    }
    ssh_key: {
      ssh_key_id: string
      channel_id: string
      algorithm: string
      blob: Buffer
      sha256: string
      comment: Generated<string>
      label: Generated<string>
      state: string
      created_at: Generated<Date>
    }
    certificate: {
      certificate_id: string
      sender_number: string
      sha256: string
      spki_sha256: string
      der: Buffer
      subject: string
      issuer: string
      serial: string
      not_before: Date
      not_after: Date
      usages: string[]
      label: Generated<string>
      state: string
      revocation: Generated<string>
      /** Days before its end at which its sender was last told. */
      expiry_told_days: number | null
      created_at: Generated<Date>
      version: Generated<number>
    }
    service_binding: {
      sender_number: string
      service: string
      environment: string
      channel_id: string
      state: string
      created_at: Generated<Date>
    }
    rights_snapshot: { sha256: string; body: string; created_at: Generated<Date> }
    audit: {
      audit_no: GeneratedAlways<number>
      at: Generated<Date>
      actor: string
      action: string
      subject: string
      reason: string | null
      detail: Json
      chain_no: number | null
      hash: string | null
    }
    login_throttle: {
      account: string
      origin: string
      failures: number
      first_failure_at: Date
      blocked_until: Date | null
    }
    used_assertion: { fingerprint: Buffer; expires_at: Date }
    token_key: {
      kid: string
      public_jwk: Json
      /** Sealed; read by who holds the key of the registry. */
      private_jwk: Buffer
      created_at: Generated<Date>
      /** Null for the one that signs. */
      published_until: Date | null
    }
    used_signature: { spki_sha256: string; signature_sha256: string; expires_at: Date }
    submission: {
      submission_id: string
      sender_number: string
      environment: string
      raw_key: string
      routable: boolean
      opened_at: Generated<Date>
      last_file_at: Generated<Date>
      go_at: Date | null
      sealed_at: Date | null
      parked_at: Date | null
      parked_reason: string | null
      closed_at: Date | null
    }
    received_file: {
      file_id: string
      submission_id: string | null
      sender_number: string
      environment: string
      name: string
      sha256: string
      bytes: number
      over_limit: Generated<boolean>
      state: string
      temporary: Generated<boolean>
      channel: string
      principal: string
      address: string
      session: string
      received_at: Generated<Date>
      discarded_at: Date | null
      hidden_at: Date | null
    }
    open_upload: { upload_id: string; sender_number: string; raw_key: string; node: string; last_byte_at: Date }
    fact: { submission_id: string; kind: string; body: Json; at: Generated<Date> }
    event: {
      event_no: GeneratedAlways<number>
      submission_id: string | null
      sender_number: string | null
      at: Generated<Date>
      event: string
      detail: Json
    }
    claim: {
      submission_id: string
      due_at: Date
      owner: string | null
      until: Date | null
      fence: Generated<number>
      failures: Generated<number>
      crashes: Generated<number>
      checker_failures: Generated<number>
      read_failures: Generated<number>
      last_error: string | null
    }
    accepted_name: { set_key: string; submission_id: string }
    answer_counter: { name_date: string; environment: string; last: number }
    out_entry: {
      name: string
      sender_number: string
      environment: string
      submission_id: string | null
      sha256: string | null
      bytes: number
      published_at: Generated<Date>
      deleted_at: Date | null
      in_folder_at: Date | null
      retrieved_at: Date | null
      retrieved_by: string | null
    }
    folder_lease: { sender_number: string; owner: string; until: Date }
    delivery: {
      delivery_id: string
      submission_id: string
      service: string
      sender_number: string
      environment: string
      idempotency_key: string
      state: string
      dispatches: Generated<number>
      attempts: Generated<number>
      next_attempt_at: Generated<Date>
      enqueued_at: Date | null
      owner: string | null
      until: Date | null
      fence: Generated<number>
      reference: string | null
      last_error: string | null
      created_at: Generated<Date>
      finished_at: Date | null
    }
    running_process: {
      process_id: string
      node: string
      pid: number
      version: string
      roles: string[]
      addresses: Json
      health: ColumnType<Record<string, unknown>, string | undefined, string>
      started_at: Generated<Date>
      seen_at: Generated<Date>
    }
    paused_service: { service: string; paused_at: Generated<Date>; reason: string; actor: string }
  }

/** Written as text (or left to its default), read as an object. */
type Json = ColumnType<Record<string, unknown>, string | undefined, string>
