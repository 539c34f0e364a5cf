import type { Generated } from 'kysely'

/** The tables of the gateway's own people. */
export type OperatorTables = {
  operator: {
    operator_id: string
    name: string
    role: string
    may_read_contents: Generated<boolean>
    language: string | null
    password_hash: string | null
    secret_sealed: Buffer | null
    last_step: Generated<number>
    pending_secret_sealed: Buffer | null
    invitation_hash: Buffer | null
    invitation_expires_at: Date | null
    issuer: string | null
    subject: string | null
    locked_at: Date | null
    deleted_at: Date | null
    last_login_at: Date | null
    created_at: Generated<Date>
    created_by: string
    version: Generated<number>
  }
  operator_session: {
    session_hash: Buffer
    session_id: string
    operator_id: string
    method: string
    role_max: string | null
    address: string
    client: string
    created_at: Generated<Date>
    seen_at: Generated<Date>
    ended_at: Date | null
    ended_why: string | null
  }
  operator_attempt: {
    attempt_hash: Buffer
    body_sealed: Buffer
    expires_at: Date
  }
}
