import type { ColumnType, Generated } from 'kysely'

/** The tables of access management: people, what proves them, what they may do, and what they are told. */
export type PeopleTables = {
  person: {
    person_id: string
    last_name: string
    first_name: string
    language: Generated<string>
    email: string | null
    mobile_phone: string | null
    ssin_sealed: Buffer | null
    ssin_hash: Buffer | null
    created_at: Generated<Date>
    created_by: string
    updated_at: Generated<Date>
    version: Generated<number>
  }
  account: {
    account_id: string
    person_id: string
    username: string | null
    state: string
    password_hash: string | null
    password_set_by: string | null
    password_set_at: Date | null
    password_expires_at: Date | null
    password_reaches: Generated<string[] | null>
    vouched_by: Generated<string[] | null>
    last_login_at: Date | null
    created_at: Generated<Date>
    version: Generated<number>
  }
  former_password: {
    account_id: string
    password_hash: string
    replaced_at: Generated<Date>
  }
  code_app: {
    account_id: string
    secret_sealed: Buffer
    digits: Generated<number>
    period_seconds: Generated<number>
    algorithm: Generated<string>
    last_step: Generated<number>
    reaches: Generated<string[] | null>
    confirmed_at: Date | null
    created_at: Generated<Date>
  }
  recovery_code: {
    account_id: string
    code_hash: Buffer
    used_at: Date | null
  }
  external_identity: {
    issuer: string
    subject: string
    account_id: string
    created_at: Generated<Date>
  }
  appointment: {
    appointment_id: string
    enterprise_number: string
    role: string
    quality_code: string | null
    account_id: string
    appointed_by: string
    origin: string
    state: string
    created_at: Generated<Date>
    ended_at: Date | null
    version: Generated<number>
  }
  quality_user: {
    quality_user_id: string
    account_id: string
    enterprise_number: string
    quality_code: string
    state: string
    locked_reason: string | null
    created_at: Generated<Date>
    created_by: string
    updated_at: Generated<Date>
    version: Generated<number>
  }
  service_grant: {
    quality_user_id: string
    service: string
    granted_at: Generated<Date>
  }
  person_session: {
    session_hash: Buffer
    session_id: string
    account_id: string
    method: string
    assurance: number
    proven_at: Generated<Date>
    proven_assurance: number
    reaches: Generated<string[] | null>
    address: string
    client: Generated<string>
    created_at: Generated<Date>
    seen_at: Generated<Date>
    ended_at: Date | null
    ended_why: string | null
  }
  sign_in_attempt: {
    attempt_hash: Buffer
    kind: string
    account_id: string | null
    body_sealed: Buffer
    created_at: Generated<Date>
    expires_at: Date
    used_at: Date | null
  }
  one_time_code: {
    code_hash: Buffer
    account_id: string
    purpose: string
    failures: Generated<number>
    created_at: Generated<Date>
    expires_at: Date
    used_at: Date | null
  }
  outgoing_message: {
    message_id: string
    medium: string
    template: string
    body_sealed: Buffer | null
    after_message_id: string | null
    state: string
    attempts: Generated<number>
    due_at: Generated<Date>
    owner: string | null
    owned_until: Date | null
    last_error: string | null
    created_at: Generated<Date>
    sent_at: Date | null
  }
  alarm: {
    key: string
    kind: string
    subject: string
    severity: string
    alarm_values: ColumnType<Record<string, unknown>, string, string>
    first_seen_at: Date
    raised_at: Date | null
    told_at: Date | null
    gone_at: Date | null
  }
  notice: {
    notice_id: string
    enterprise_number: string
    quality_code: string | null
    service: string | null
    kind: string
    detail: Json
    source: string
    created_at: Generated<Date>
    expires_at: Date
    read_at: Date | null
    read_by: string | null
    deleted_at: Date | null
    mailed_at: Date | null
  }
  reading_position: {
    reader: string
    position: string
    updated_at: Generated<Date>
  }
  setup_draft: {
    draft_id: string
    enterprise_number: string
    quality_code: string
    step: string
    body: Json
    created_by: string
    created_at: Generated<Date>
    updated_at: Generated<Date>
    expires_at: Date
    version: Generated<number>
  }
}

/** Written as text (or left to its default), read as an object. */
type Json = ColumnType<Record<string, unknown>, string | undefined, string>
