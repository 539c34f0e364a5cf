import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'

/** A command that was understood and cannot be done: wrong use (2) or a negative answer (1). */
export class RefusedCommand extends Error {
  override readonly name = 'RefusedCommand'
  readonly exit: ExitCode

  constructor(message: string, exit: ExitCode = EXIT.wrongUse) {
    super(message)
    this.exit = exit
  }
}

export function refused({ code, cause, remedy }: Refusal): RefusedCommand {
  return new RefusedCommand(`${code}: ${cause}\n  ${remedy}`, EXIT.no)
}

export function orRefused<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw refused(result.problem)
  return result.value
}
