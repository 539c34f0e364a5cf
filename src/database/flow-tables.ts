import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** The tables of the flow: what arrived, what was decided, what leaves. */
export type FlowTables = {
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
    contents_removed_at: Date | null
    channel: string | null
    odd_names: string | null
  }
  submission_name: { submission_id: string; opened_at: Date; name: string; marks: number[] }
  submission_reason: { code: number; opened_at: Date; submission_id: string }
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
    released_at: Date | null
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
    /** SHA-256 of the signer's certificate whose revocation data the set waits for. */
    waits_for: string | null
    waits_since: Date | null
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
    /** Null for an acknowledgement. */
    answer_id: string | null
    repeated_at: Date | null
    released_at: Date | null
    fetched_at: Date | null
    notice_days: number | null
    leaves_at: Date | null
    expired_at: Date | null
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
    doubtful: Generated<boolean>
    created_at: Generated<Date>
    finished_at: Date | null
    turn: number | null
    probe: Generated<boolean>
  }
  service_line: {
    service: string
    served: Generated<number>
  }
  target_state: {
    service: string
    environment: string
    state: string
    since: Generated<Date>
    failures: Generated<number>
    open_until: Date | null
    last_error: string | null
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
export type Json = ColumnType<Record<string, unknown>, string | undefined, string>
