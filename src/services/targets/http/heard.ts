import type { IncomingHttpHeaders } from 'node:http'

/** What one request came to. */
export type Heard =
  /** Nothing of it was said: no address, no connection, no trust. */
  | { readonly reached: 'not'; readonly cause: string }
  /** It was begun, and no answer came. */
  | {
      readonly reached: 'cut'
      readonly cause: string
      /** The connection had served before: the other side may have been about to end it. */
      readonly isReused: boolean
    }
  | Answer

export type Answer = {
  readonly reached: 'answered'
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Null when it was too long, or broke off. */
  readonly body: Buffer | null
  /** The whole request was on its way when the answer began. */
  readonly isAskedWhole: boolean
}
