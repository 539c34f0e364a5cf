/** rule 14.6: files, GO and seal of a request are one commit; what is answered was committed before. */
import { canonicalJson } from '../../base/hashes.ts'
import { uuidV7 } from '../../base/ids.ts'
import type { Envelope } from '../../batch/facts.ts'
import type { Transaction } from '../../database/database.ts'
import type { ArrivedFile, ReceivedFile } from '../../ledger/arrived-file.ts'
import { type Standing, standingOf } from '../../ledger/standing-sets.ts'
import { type TakenParts, takeParts } from '../../ledger/take-parts.ts'
import { isRejectedByDatabase } from '../../ledger/violations.ts'
import type { Blob } from '../../spool/spool.ts'
import type { Visitor } from '../mailbox.ts'
import type { TransferDeps } from './create-transfers.ts'
import type { IncomingPart } from './incoming-part.ts'
import type { RequestedSet } from './requested-set.ts'
import { viewOf } from './transfer-rows.ts'
import type { TransferView } from './transfer-view.ts'

type Storing = {
  readonly visitor: Visitor
  readonly set: RequestedSet
  /** Those that are new to the set. */
  readonly parts: readonly { readonly part: IncomingPart }[]
  /** The GO is new to it. */
  readonly go: boolean
  /** What was there when this was decided. */
  readonly standing: Standing
}

type Committed = { readonly taken: TakenParts; readonly after: Standing; readonly envelope: Envelope | null }

class Changed extends Error {}

const EMPTY = new Uint8Array()

/** Null when somebody else changed the set since it was looked at: then nothing was done but blobs, which are there for the next try. */
export async function storeTransfer(storing: Storing, deps: TransferDeps): Promise<TransferView | null> {
  const [first, ...others] = await arrivedFiles(storing, deps)
  if (!first) throw new TypeError('a transfer without anything new is a repetition')
  const files = [first, ...others] as const
  const committed = await deps.database
    .transaction((tx) => commit(tx, storing, files, deps))
    .catch((error) => {
      if (error instanceof Changed || isRejectedByDatabase(error)) return null
      throw error
    })
  if (!committed) return null
  const { taken, envelope } = committed
  for (const file of files) deps.acceptance.tellReceived(file)
  if (envelope) deps.acceptance.tellSealed(taken.submission.submissionId, envelope)
  return viewOfCommitted(committed)
}

/** All of it goes to the medium side by side; the first failure is told when none is under way any more. */
async function arrivedFiles(
  { visitor, set, parts, go }: Storing,
  { spool, now }: TransferDeps,
): Promise<ArrivedFile[]> {
  const { sender, channel, principal, address, session } = visitor
  const { environment } = set
  const ours = { sender, environment, overLimit: false, channel, principal, address, session }
  const kept = await Promise.allSettled([
    ...parts.map(async ({ part }) => ({ ...ours, fileId: part.fileId, name: part.name, ...(await part.keep()) })),
    ...(go ? [spool.store(EMPTY).then((blob: Blob) => triggerFile(blob))] : []),
  ])
  return kept.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })

  function triggerFile(blob: Blob): ArrivedFile {
    return { ...ours, fileId: uuidV7(now().getTime()), name: set.goName, ...blob }
  }
}

/** Looks again under the lock of the set: nobody else may have changed what was decided upon. */
async function commit(
  tx: Transaction,
  { visitor, set, go, standing }: Storing,
  files: readonly [ArrivedFile, ...ArrivedFile[]],
  { sets, uploads, settings }: TransferDeps,
): Promise<Committed> {
  const place = { sender: visitor.sender, rawKey: set.rawKey }
  const taken = await takeParts(tx, place, files, { go, goWaitHours: settings.limits.goWaitHours })
  const after = await standingOf(tx, place)
  const ours = new Set(files.map(({ fileId }) => fileId))
  if (withoutOurs(standing, ours) !== withoutOurs(after, ours)) throw new Changed()
  if (!taken.submission.goAt) return { taken, after, envelope: null }
  const sealing = await sets.sealIfDue(tx, taken.submission, uploads.of(place), membersOf(after, taken))
  return { taken, after, envelope: sealing.outcome === 'sealed' ? sealing.envelope : null }
}

/** What of the sets is not of this request, to be compared. */
function withoutOurs({ sets }: Standing, ours: ReadonlySet<string>): string {
  const others = sets.map(({ submissionId, isOpen, members }) => {
    return { submissionId, isOpen, files: members.map(({ fileId }) => fileId).filter((fileId) => !ours.has(fileId)) }
  })
  return canonicalJson(others.filter(({ files }) => files.length > 0))
}

function membersOf({ sets }: Standing, { submission: { submissionId } }: TakenParts): readonly ReceivedFile[] {
  return sets.find((set) => set.submissionId === submissionId)?.members ?? []
}

function viewOfCommitted({ taken, after, envelope }: Committed): TransferView {
  const { submission, openedAt } = taken
  const { submissionId, environment, rawKey, routable, closedAt } = submission
  return viewOf({
    ...{ submissionId, environment, rawKey, routable, openedAt, closedAt },
    sealedAt: envelope && new Date(envelope.sealedAt),
    ticket: envelope?.ticket ?? null,
    ...{ outcome: null, reasons: null, answerDue: null, acknowledged: false, cancelled: false, answers: [] },
    files: membersOf(after, taken).map(({ name, bytes, sha256, channel, receivedAt }) => {
      return { name, bytes, sha256, channel, receivedAt }
    }),
  })
}
