/** rule 14.6: files, GO and seal of a request are one commit; several requests may share it. */
import { canonicalJson } from '../../base/hashes.ts'
import { Together } from '../../base/together.ts'
import type { Envelope } from '../../batch/facts.ts'
import type { Database, Transaction } from '../../database/database.ts'
import type { ArrivedFile, ReceivedFile, SetPlace } from '../../ledger/arrived-file.ts'
import { type Standing, standingsOf } from '../../ledger/standing-sets.ts'
import { type TakenParts, takeParts } from '../../ledger/take-parts.ts'
import { isRejectedByDatabase } from '../../ledger/violations.ts'
import type { OpenUploads } from '../open-uploads.ts'
import type { SetHooks } from '../set-hooks.ts'
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

class Changed extends Error {}

/**
 * Commits what comes while another commit is under way together. Of one that somebody else got ahead of nothing is done, and the answer is
 * null; the others of its commit are then done one by one. Rejects when the database does not answer.
 */
export function transferCommits(deps: CommitDeps): Together<ReadyTransfer, CommittedTransfer | null> {
  return new Together(
    async (transfers) => {
      const together = await committed(transfers, deps)
      if (together || transfers.length === 1) return (transfer) => together?.get(transfer) ?? null
      const alone = new Map<ReadyTransfer, Promise<CommittedTransfer | null>>()
      for (const transfer of transfers) {
        const attempt = committed([transfer], deps).then((done) => done?.get(transfer) ?? null)
        alone.set(transfer, attempt)
        await attempt.catch(() => {}) // told to its own request
      }
      return (transfer) => alone.get(transfer) ?? null
    },
    ({ place: { sender, rawKey } }) => `${sender} ${rawKey}`,
  )
}

type Committed = ReadonlyMap<ReadyTransfer, CommittedTransfer>

/** Null when the set of one of them was changed since it was looked at: then nothing was done. */
async function committed(transfers: readonly ReadyTransfer[], deps: CommitDeps): Promise<Committed | null> {
  return await deps.database
    .transaction((tx) => commit(tx, transfers, deps))
    .catch((error) => {
      if (error instanceof Changed || isRejectedByDatabase(error)) return null
      throw error
    })
}

/** Looks again under the locks of the sets: nobody else may have changed what was decided upon. */
async function commit(
  tx: Transaction,
  transfers: readonly ReadyTransfer[],
  { sets, uploads, settings }: CommitDeps,
): Promise<Committed> {
  const taken = await takeParts(tx, transfers, settings.limits.goWaitHours)
  const after = await standingsOf(
    tx,
    transfers.map(({ place }) => place),
  )
  const stored = transfers.map((transfer, index) => storedOf(transfer, taken[index], after[index]))
  const due = stored.filter(({ taken }) => taken.submission.goAt !== null)
  const outcomes = await sets.sealAllDue(
    tx,
    due.map(({ taken: { submission }, members }) => ({ submission, uploadsHere: uploads.of(submission), members })),
  )
  const envelopes = new Map(due.map(({ transfer }, index) => [transfer, envelopeIn(outcomes[index])]))
  return new Map(
    stored.map(({ transfer, taken, members }) => [
      transfer,
      { taken, members, envelope: envelopes.get(transfer) ?? null },
    ]),
  )
}

function storedOf(transfer: ReadyTransfer, taken: TakenParts | undefined, after: Standing | undefined) {
  if (!taken || !after) throw new TypeError('a transfer has no outcome')
  const ours = new Set(transfer.files.map(({ fileId }) => fileId))
  if (withoutOurs(transfer.standing, ours) !== withoutOurs(after, ours)) throw new Changed()
  const set = after.sets.find(({ submissionId }) => submissionId === taken.submission.submissionId)
  return { transfer, taken, members: set?.members ?? [] }
}

/** What of the sets is not of this request, to be compared. */
function withoutOurs({ sets }: Standing, ours: ReadonlySet<string>): string {
  const others = sets.map(({ submissionId, isOpen, members }) => {
    return { submissionId, isOpen, files: members.map(({ fileId }) => fileId).filter((fileId) => !ours.has(fileId)) }
  })
  return canonicalJson(others.filter(({ files }) => files.length > 0))
}

function envelopeIn(outcome: Awaited<ReturnType<SetHooks['sealAllDue']>>[number] | undefined): Envelope | null {
  return outcome?.outcome === 'sealed' ? outcome.envelope : null
}
