import type { Generated } from 'kysely'

/** What online services answer. */
export type AnswerTables = {
  service_answer: {
    answer_id: string
    service: string
    answer_key: string
    purpose: string
    sender_number: string
    environment: string
    submission_id: string | null
    via: string
    sha256: string
    bytes: number
    result: string | null
    is_final: boolean
    compressed: boolean
    name_date: string
    sequence: string
    received_at: Generated<Date>
    attempts: Generated<number>
    next_attempt_at: Generated<Date>
    last_error: string | null
    published_at: Date | null
  }
  negative_answer_due: {
    delivery_id: string
    kind: string
    words: string | null
    due_at: Generated<Date>
    attempts: Generated<number>
    last_error: string | null
  }
  simulated_answer: {
    idempotency_key: string
    step: number
    ticket: string
    service: string
    purpose: string
    due_at: Date
    attempts: Generated<number>
    next_attempt_at: Date
    done_at: Date | null
  }
  simulated_closing: { idempotency_key: string; until: Date }
}
