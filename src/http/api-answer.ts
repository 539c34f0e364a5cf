/** What a route of an API answers with, whichever listener serves it. */
import type { Download } from './page-answer.ts'

export type ApiAnswer<Body> = {
  /** Left out with status 204. Null members are not sent. */
  readonly body?: Body
  /** Of what is shown or was changed; becomes the ETag. */
  readonly version?: number
  /** Path of what was made, with status 201. */
  readonly location?: string
  readonly cookies?: readonly string[]
  /** Instead of a body, of a route that says `download`. */
  readonly file?: Download
}
