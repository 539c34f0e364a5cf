/** rule 14.6: the files of a request go to the medium, then all of it is committed; what is answered was committed before. */
import { uuidV7 } from '../../base/ids.ts'
import type { ArrivedFile } from '../../ledger/arrived-file.ts'
import type { Standing } from '../../ledger/standing-sets.ts'
import type { Blob } from '../../spool/spool.ts'
import type { Visitor } from '../mailbox.ts'
import type { CommittedTransfer } from './commit-transfers.ts'
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

const EMPTY = new Uint8Array()

/** Null when somebody else changed the set since it was looked at: then nothing was done but blobs, which are there for the next try. */
export async function storeTransfer(storing: Storing, deps: TransferDeps): Promise<TransferView | null> {
  const [first, ...others] = await arrivedFiles(storing, deps)
  if (!first) throw new TypeError('a transfer without anything new is a repetition')
  const files = [first, ...others] as const
  const { visitor, set, go, standing } = storing
  const place = { sender: visitor.sender, rawKey: set.rawKey }
  const committed = await deps.commits.add({ place, files, go, standing })
  if (!committed) return null
  const { taken, envelope } = committed
  for (const file of files) deps.acceptance.tellReceived(file, taken.submission.submissionId)
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

function viewOfCommitted({ taken, members, envelope }: CommittedTransfer): TransferView {
  const { submissionId, environment, rawKey, routable, openedAt, closedAt } = taken.submission
  return viewOf({
    ...{ submissionId, environment, rawKey, routable, openedAt, closedAt },
    sealedAt: envelope && new Date(envelope.sealedAt),
    ticket: envelope?.ticket ?? null,
    awaitsRevocationSince: null,
    ...{
      outcome: null,
      reasons: null,
      answerDue: null,
      acknowledged: false,
      cancelled: false,
      handedOver: false,
      answered: false,
      results: [],
      answers: [],
    },
    files: members.map(({ name, bytes, sha256, channel, receivedAt }) => ({
      name,
      bytes,
      sha256,
      channel,
      receivedAt,
    })),
  })
}
