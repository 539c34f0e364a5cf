import type { Config } from '../../config/schema.ts'
import type { Database } from '../../database/database.ts'

/** `ok`, or what a person should look at and do. */
export type Finding = {
  readonly name: string
  readonly state: 'ok' | 'advice' | 'problem'
  readonly found: string
  readonly remedy?: string
}

export type Patient = { readonly config: Config; readonly database: Pick<Database, 'queries'>; readonly now: Date }

/** Looks at one thing and changes nothing. */
export type Examination = (patient: Patient) => Promise<readonly Finding[]>
