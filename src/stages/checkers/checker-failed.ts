/**
 * A checker died, ran out of time or of memory over a document (case K16). Done again later like anything unavailable; the pipeline counts
 * how often the same submission does this and parks it (case Q13).
 */
import { Unavailable } from '../../base/errors.ts'

export class CheckerFailed extends Unavailable {
  readonly why: 'time' | 'memory' | 'died'

  constructor(why: 'time' | 'memory' | 'died', message: string) {
    super(message)
    this.why = why
  }
}
