/** rule 14.6: files, GO and seal of a request are one commit; several requests may share it. */
import { canonicalJson } from '../../base/hashes.ts'
import { type Outcomes, Together } from '../../base/together.ts'
import type { Envelope } from '../../batch/facts.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { isUnanswered } from '../../database/failures.ts'
import type { ArrivedFile, ReceivedFile, SetPlace } from '../../ledger/arrived-file.ts'
import { type Standing, standingsOf } from '../../ledger/standing-sets.ts'
import { type TakenParts, takeParts } from '../../ledger/take-parts.ts'
import { isRejectedByDatabase } from '../../ledger/violations.ts'
import type { OpenUploads } from '../open-uploads.ts'
import type { SealOutcome, SetHooks } from '../set-hooks.ts'
import type { MailboxSettings } from '../settings.ts'

/** A request whose bytes are safe. */
export type ReadyTransfer = {
  readonly place: SetPlace
  readonly files: readonly [ArrivedFile, ...ArrivedFile[]]
  /** The GO is among them. */
  readonly go: boolean
  /** What was there when this was decided. */
  readonly standing: Standing
}

export type CommittedTransfer = {
  readonly taken: TakenParts
  /** Of the set, in name order. */
  readonly members: readonly ReceivedFile[]
  /** Null while the set is not sealed. */
  readonly envelope: Envelope | null
}

export type CommitDeps = {
  readonly database: Database
  readonly sets: Pick<SetHooks, 'sealAllDue'>
  readonly uploads: Pick<OpenUploads, 'of'>
  readonly settings: MailboxSettings
}

/** Others were faster with the sets of these. */
class Changed extends Error {
  readonly transfers: ReadonlySet<ReadyTransfer>

  constructor(transfers: readonly ReadyTransfer[]) {
    super('the sets of some transfers were changed')
    this.transfers = new Set(transfers)
  }
}

type Fate = CommittedTransfer | null
type Fates = Outcomes<ReadyTransfer, Fate>

/** One that holds up others lets go soon of what it waits for. */
const GROUP_LOCK_MILLISECONDS = 200
const OVERTAKEN: Fate = null

/**
 * Commits what comes while another commit is under way together. Of one that somebody else got ahead of nothing is done, and the answer is
 * null. What fails for all, in whatever way, is done again one by one, so that each has its own fate; but a database that does not answer,
 * which may have committed, is told to all of them.
 */
export function transferCommits(deps: CommitDeps): Together<ReadyTransfer, Fate> {
  return new Together((transfers) => fatesOf(transfers, deps), {
    keyOf: ({ place: { sender, rawKey } }) => `${sender} ${rawKey}`,
  })
}

async function fatesOf(transfers: readonly ReadyTransfer[], deps: CommitDeps): Promise<Fates> {
  const [first, ...others] = transfers
  if (!first) return () => OVERTAKEN
  if (others.length === 0) return await aloneFate(first, deps).then((fate) => () => fate)
  try {
    const committed = await deps.database.transaction((tx) => commit(tx, transfers, deps, GROUP_LOCK_MILLISECONDS))
    return (transfer) => committed.get(transfer) ?? OVERTAKEN
  } catch (error) {
    if (error instanceof Changed) return await withoutThose(error.transfers, transfers, deps)
    if (isUnanswered(error)) throw error
    const fates = new Map(transfers.map((transfer) => [transfer, aloneFate(transfer, deps)]))
    return (transfer) => fates.get(transfer) ?? OVERTAKEN
  }
}

async function withoutThose(
  changed: ReadonlySet<ReadyTransfer>,
  transfers: readonly ReadyTransfer[],
  deps: CommitDeps,
): Promise<Fates> {
  const rest = transfers.filter((transfer) => !changed.has(transfer))
  const fates = await fatesOf(rest, deps)
  return (transfer) => (changed.has(transfer) ? OVERTAKEN : fates(transfer))
}

/** Also null for a violated index: one of its names was taken in this instant. */
async function aloneFate(transfer: ReadyTransfer, deps: CommitDeps): Promise<Fate> {
  try {
    const committed = await deps.database.transaction((tx) => commit(tx, [transfer], deps, null))
    return committed.get(transfer) ?? OVERTAKEN
  } catch (error) {
    if (error instanceof Changed || isRejectedByDatabase(error)) return OVERTAKEN
    throw error
  }
}

type Committed = ReadonlyMap<ReadyTransfer, CommittedTransfer>

/** Looks again under the locks of the sets: nobody else may have changed what was decided upon. */
async function commit(
  tx: Transaction,
  transfers: readonly ReadyTransfer[],
  { sets, uploads, settings }: CommitDeps,
  lockMilliseconds: number | null,
): Promise<Committed> {
  const taken = await takeParts(tx, transfers, { goWaitHours: settings.limits.goWaitHours, lockMilliseconds })
  const after = await standingsOf(tx, placesOf(transfers))
  const stored = transfers.map((transfer, index) => storedOf(transfer, taken[index], after[index]))
  const changed = stored.filter(({ isChanged }) => isChanged)
  if (changed.length > 0) throw new Changed(changed.map(({ transfer }) => transfer))
  const due = stored.filter(({ taken }) => taken.submission.goAt !== null)
  const candidates = due.map(({ taken: { submission }, members }) => {
    return { submission, uploadsHere: uploads.of(submission), members }
  })
  const outcomes = await sets.sealAllDue(tx, candidates)
  const envelopes = new Map(due.map(({ transfer }, index) => [transfer, envelopeIn(outcomes[index])]))
  return new Map(
    stored.map(({ transfer, taken, members }) => {
      return [transfer, { taken, members, envelope: envelopes.get(transfer) ?? null }]
    }),
  )
}

function placesOf(transfers: readonly ReadyTransfer[]): SetPlace[] {
  return transfers.map(({ place }) => place)
}

function storedOf(transfer: ReadyTransfer, taken: TakenParts | undefined, after: Standing | undefined) {
  if (!taken || !after) throw new TypeError('a transfer has no outcome')
  const ours = new Set(transfer.files.map(({ fileId }) => fileId))
  const set = after.sets.find(({ submissionId }) => submissionId === taken.submission.submissionId)
  const isChanged = withoutOurs(transfer.standing, ours) !== withoutOurs(after, ours)
  return { transfer, taken, members: set?.members ?? [], isChanged }
}

/** What of the sets is not of this request, to be compared. */
function withoutOurs({ sets }: Standing, ours: ReadonlySet<string>): string {
  const others = sets.map(({ submissionId, isOpen, members }) => {
    return { submissionId, isOpen, files: members.map(({ fileId }) => fileId).filter((fileId) => !ours.has(fileId)) }
  })
  return canonicalJson(others.filter(({ files }) => files.length > 0))
}

function envelopeIn(outcome: SealOutcome | undefined): Envelope | null {
  return outcome?.outcome === 'sealed' ? outcome.envelope : null
}
