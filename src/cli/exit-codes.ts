/** What the shell learns (contract, command line). */
// biome-ignore format: a table
export const EXIT = {
  yes:            0,
  no:             1, // a negative answer: a set that would be rejected, nothing found, a refusal
  wrongUse:       2,
  bug:           70,
  unavailable:   75, // something the command needs is away: try again later
  misconfigured: 78,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
