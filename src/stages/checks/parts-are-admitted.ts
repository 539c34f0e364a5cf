import { type Check, once } from './check.ts'

/** rule 1.11: a set has no more parts than the limit (128). */
export const partsAreAdmitted: Check = ({ files, settings: { limits } }) =>
  once(
    files
      .filter(({ readable }) => (readable.count ?? 0) > limits.parts)
      .map(({ member, readable }) => ({
        code: 128,
        file: member.name,
        seen: `${readable.count}`,
        expected: `${limits.parts}`,
      })),
  )
