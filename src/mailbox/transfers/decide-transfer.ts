/** rule 14.3: what a request means beside what is there under the name of its set. */
import type { ReceivedFile } from '../../ledger/arrived-file.ts'
import type { StandingSet } from '../../ledger/standing-sets.ts'

export type OfferedPart = { readonly name: string; readonly sha256: string }

export type TransferDecision<Part extends OfferedPart> =
  /** It came before. */
  | { readonly do: 'replay'; readonly submissionId: string }
  | { readonly do: 'refuse'; readonly fileName: string; readonly submissionId: string }
  /** Adds `parts`, and the GO if it is to come, to the open set; without one this begins a set. */
  | { readonly do: 'take'; readonly open: StandingSet | null; readonly parts: readonly Part[]; readonly go: boolean }

/** `goName`: null when the set stays open. `sets`: as `standingsOf` gives them. */
export function decideTransfer<Part extends OfferedPart>(
  sets: readonly StandingSet[],
  parts: readonly Part[],
  goName: string | null,
): TransferDecision<Part> {
  const again = sets.find((set) => holdsAll(set, parts, goName))
  if (again) return { do: 'replay', submissionId: again.submissionId }
  const [set] = sets
  if (!set) return { do: 'take', open: null, parts, go: goName !== null }
  const { submissionId, isOpen } = set
  const other = parts.find((part) => isOther(set, part))
  if (other) return { do: 'refuse', fileName: other.name, submissionId }
  if (!isOpen) return { do: 'refuse', fileName: goName ?? '', submissionId }
  const isNew = (name: string) => memberOf(set, name) === undefined
  const newParts = parts.filter(({ name }) => isNew(name))
  return { do: 'take', open: set, parts: newParts, go: goName !== null && isNew(goName) }
}

/** Also the GO, by its name: what it holds does not matter. */
function holdsAll(set: StandingSet, parts: readonly OfferedPart[], goName: string | null): boolean {
  return (
    parts.every((part) => isSame(memberOf(set, part.name), part)) &&
    (goName === null || memberOf(set, goName) !== undefined)
  )
}

/** A sealed set takes nothing more, so there a name that is not there is another file as well. */
function isOther(set: StandingSet, part: OfferedPart): boolean {
  const member = memberOf(set, part.name)
  return member ? !isSame(member, part) : !set.isOpen
}

function memberOf({ members }: StandingSet, name: string): ReceivedFile | undefined {
  return members.find((member) => member.name === name)
}

/** Of what ran over its limit nothing was kept. */
function isSame(member: ReceivedFile | undefined, { sha256 }: OfferedPart): boolean {
  return member?.sha256 === sha256 && !member.overLimit
}
