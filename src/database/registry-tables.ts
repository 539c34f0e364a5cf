import type { Generated, GeneratedAlways } from 'kysely'
import type { Json } from './flow-tables.ts'

/** The tables of senders, their channels and what proves them. */
export type RegistryTables = {
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
    /** Null: as the configuration has it. */
    compressed_answers: boolean | null
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
    chain: Generated<Buffer[]>
    /** Days before its end at which its sender was last told. */
    expiry_told_days: number | null
    created_at: Generated<Date>
    version: Generated<number>
  }
  certificate_standing: {
    sha256: string
    /** Of the path on which a signature that waits was good, as DER. */
    authorities: Generated<Buffer[]>
    status: Generated<string>
    source: string | null
    stated_at: Date | null
    checked_at: Date | null
    revoked_at: Date | null
    reason: string | null
    asked_at: Date | null
    failures: Generated<number>
    problem: string | null
    due_at: Generated<Date>
    leased_until: Date | null
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
}
