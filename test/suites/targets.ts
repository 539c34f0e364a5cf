import { readFileSync } from 'node:fs'

/** What was written down before for a public suite; `README.md` shows the same to people. */
export type Target = {
  readonly suite: string
  /** A folder of the suites. */
  readonly folder: string
  /** What is fed to which part of the gateway, and what must come out. */
  readonly target: string
  readonly accepted: number
  readonly refused: number
  /** What was found, and how often. */
  readonly found: Readonly<Record<string, number>>
  /** Where the outcome is another than the suite, or the peer that we compare with, expects: each with the rule that explains it. */
  readonly exceptions: readonly {
    readonly found: string
    readonly because: string
    readonly cases: readonly string[]
  }[]
}

export const TARGETS: readonly Target[] = JSON.parse(
  readFileSync(new URL('targets.json', import.meta.url), 'utf8'),
) as Target[]

export type Outcome = {
  readonly name: string
  readonly accepted: boolean
  /** In words, the same for all that end alike. */
  readonly found: string
  /** False when the suite, or the peer that we compare with, expects the other outcome. */
  readonly asExpected: boolean
}

export type Seen = Pick<Target, 'accepted' | 'refused' | 'found'> & {
  readonly exceptions: Readonly<Record<string, readonly string[]>>
}

/** The outcomes of a suite in the form of its target. */
export function seen(outcomes: readonly Outcome[]): Seen {
  const accepted = outcomes.filter((outcome) => outcome.accepted).length
  const found = groupedByFound(outcomes)
  const exceptions = groupedByFound(outcomes.filter(({ asExpected }) => !asExpected))
  return {
    ...{ accepted, refused: outcomes.length - accepted },
    found: Object.fromEntries(Object.entries(found).map(([words, names]) => [words, names.length])),
    exceptions,
  }
}

/** What `seen` must be. */
export function targetOf(suite: string): Seen {
  const target = TARGETS.find((one) => one.suite === suite)
  if (!target) throw new Error(`targets.json has no ${suite}`)
  const { accepted, refused, found, exceptions } = target
  return {
    accepted,
    refused,
    found,
    exceptions: Object.fromEntries(exceptions.map(({ found, cases }) => [found, cases])),
  }
}

function groupedByFound(outcomes: readonly Outcome[]): Readonly<Record<string, readonly string[]>> {
  const groups: Record<string, string[]> = {}
  for (const { found, name } of outcomes) {
    groups[found] ??= []
    groups[found].push(name)
  }
  for (const names of Object.values(groups)) names.sort()
  return groups
}
