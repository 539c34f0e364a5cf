import type { Reason } from '../../batch/reason.ts'
import { type Check, once } from './check.ts'

/** What reading the names found, asked for element by element, so that the table tells it in the specification's order. */

/** rule 1.1: the first element is FI, FS, GO or TD. */
export const markIsKnown: Check = nameFaults(129)

/** rule 1.2: number and form of the elements are right; GO and TD 107, FI 131, FS 132. */
export const structureIsRight: Check = nameFaults(107, 131, 132)

/** rule 1.8: the name has an environment. */
export const environmentIsNamed: Check = nameFaults(144)

/** rule 1.5: the date has eight digits and is a day of the calendar. */
export const dateIsReal: Check = nameFaults(109, 110)

/** rule 1.7: the sequence has five digits or capitals, not all zero. */
export const sequenceIsRight: Check = nameFaults(112, 367, 127)

/** rule 1.10: the number of parts is one digit from 1. */
export const countIsRight: Check = nameFaults(114, 115, 116)

/** rule 1.8: the environment is R, T or S. */
export const environmentIsKnown: Check = nameFaults(117)

function nameFaults(...codes: readonly number[]): Check {
  return ({ files }) =>
    once(
      files.flatMap(({ member, name }) =>
        name.ok
          ? []
          : name.problem.faults
              .filter(({ code }) => codes.includes(code))
              .map((fault): Reason => ({ ...fault, file: member.name })),
      ),
    )
}
