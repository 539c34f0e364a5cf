/** The end of a request: what it says is compared, judged as far as no byte is needed, and committed whole or not at all. */
import { Unavailable } from '../../base/errors.ts'
import { type Sha256, sha256 as sha256Of } from '../../base/hashes.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Member } from '../../batch/facts.ts'
import type { Rights } from '../../batch/rights.ts'
import { transferOfSender } from '../../ledger/sender-transfers.ts'
import type { Standing, StandingSet } from '../../ledger/standing-sets.ts'
import type { Visitor } from '../mailbox.ts'
import { nameRefusal } from '../names.ts'
import { NOTHING_IN_REQUEST } from '../refusals.ts'
import type { TransferDeps } from './create-transfers.ts'
import { decideTransfer } from './decide-transfer.ts'
import { type IncomingPart, refusal } from './incoming-part.ts'
import { belongingFaults, type RequestedSet, requestedSet } from './requested-set.ts'
import { storeTransfer } from './store-transfer.ts'
import { viewOf } from './transfer-rows.ts'
import type { TransferView } from './transfer-view.ts'
import type { AcceptedTransfer, TransferFault, TransferWords } from './transfers.ts'

type Offered = { readonly part: IncomingPart; readonly name: string; readonly sha256: Sha256 }

type Request = {
  readonly visitor: Visitor
  readonly set: RequestedSet
  readonly offered: readonly Offered[]
  readonly go: boolean
}

/** What there is when the request comes; `open`: the set that it adds to. */
type Found = { readonly standing: Standing; readonly rights: Rights; readonly open: StandingSet | null }

type Outcome = Result<AcceptedTransfer, TransferFault>

/** Each time somebody else changed the same set in the same instant. */
const ATTEMPTS_MAX = 20
const EMPTY_SHA256 = sha256Of('')
const NAME_ALONE = ['name'] as const
const WITHOUT_SET = ['name', 'rights'] as const
const ALL_ROUNDS = ['name', 'set', 'rights'] as const

/** When it resolves with ok we are answerable. Throws `Unavailable` when disk or database do not answer. */
export async function takeTransfer(
  { visitor, parts, words }: { visitor: Visitor; parts: readonly IncomingPart[]; words: TransferWords },
  deps: TransferDeps,
): Promise<Outcome> {
  const set = requestedSet(words.setName)
  const illegal = nameRefusal(set.goName)
  if (illegal) return no(refusal(illegal))
  if (parts.length === 0 && !words.go) return no(refusal(NOTHING_IN_REQUEST))
  const offered = await Promise.all(parts.map(async (part) => ({ part, name: part.name, sha256: await part.hash() })))
  const unfit = digestFault(offered, words.digests)
  if (unfit) return no(unfit)
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const outcome = await attemptOnce({ visitor, set, offered, go: words.go }, deps)
    if (outcome) return outcome
  }
  throw new Unavailable('The set was changed again and again while it was taken.')
}

/** rule 14.4: a file is what its digest says, or nothing is taken. */
function digestFault(offered: readonly Offered[], digests: TransferWords['digests']): TransferFault | null {
  const came = new Map(offered.map(({ name, sha256 }) => [name, sha256]))
  const missing = [...digests.keys()].find((name) => !came.has(name))
  if (missing !== undefined) return { kind: 'partMissing', fileName: missing }
  const wrong = offered.find(({ name, sha256 }) => (digests.get(name) ?? sha256) !== sha256)
  return wrong ? { kind: 'digestMismatch', fileName: wrong.name } : null
}

/** Null when the set changed between the look and the commit: then nothing was done. */
async function attemptOnce(request: Request, deps: TransferDeps): Promise<Outcome | null> {
  const { visitor, set, offered, go } = request
  const place = { sender: visitor.sender, rawKey: set.rawKey }
  const [standing, rights] = await Promise.all([deps.standings.add(place), deps.sets.rightsOf(visitor.sender)])
  const decision = decideTransfer(standing.sets, offered, go ? set.goName : null)
  if (decision.do === 'replay')
    return ok({ view: await replayed(visitor, decision.submissionId, deps), replayed: true })
  if (decision.do === 'refuse') {
    return no({ kind: 'nameUsed', fileName: decision.fileName, transferId: decision.submissionId })
  }
  const faults = faultsOf(request, { standing, rights, open: decision.open }, deps)
  if (faults) return no(faults)
  const stored = await storeTransfer({ visitor, set, parts: decision.parts, go: decision.go, standing }, deps)
  return stored && ok({ view: stored, replayed: false })
}

async function replayed(visitor: Visitor, submissionId: string, deps: TransferDeps): Promise<TransferView> {
  const { sender, session } = visitor
  const row = await transferOfSender(deps.database.queries, sender, submissionId)
  if (!row) throw new TypeError('a submission that was just seen is not there')
  deps.log.info('transfer.replayed', { id: submissionId, sender, session })
  return viewOf(row)
}

/**
 * rule 14.5: names, set and rights are judged by the gate's own code before anything is stored. The name of the GO is looked at
 * also when it does not come, for it is the name of the set.
 */
function faultsOf(
  { visitor, set, offered, go }: Request,
  { standing: { now, isTaken }, rights, open }: Found,
  { sets }: TransferDeps,
): TransferFault | null {
  const { sender, channel } = visitor
  const there =
    open?.members.map(({ submissionId: _, ...member }) => ({
      ...member,
      receivedAt: member.receivedAt.toISOString(),
    })) ?? []
  const names = new Set(there.map(({ name }) => name))
  const file = { overLimit: false, channel, receivedAt: now.toISOString() }
  const coming = offered.map(({ part, name, sha256 }) => ({
    ...file,
    fileId: part.fileId,
    name,
    sha256,
    bytes: part.bytes,
  }))
  const trigger = { ...file, fileId: '', name: set.goName, sha256: EMPTY_SHA256, bytes: 0 }
  const members: Member[] = [...there, ...[...coming, trigger].filter(({ name }) => !names.has(name))]
  // whether somebody else's name was used is nobody's affair here; that it is somebody else's is told in any case (rule 1.4)
  const keyAcceptedBefore = isTaken && set.setKey.split('.')[1] === sender
  const foreseen = { sender, environment: set.environment, rawKey: set.rawKey, members, keyAcceptedBefore, at: now }
  const strangers = belongingFaults(
    set,
    offered.map(({ part }) => part),
  )
  const rounds = strangers.length > 0 ? NAME_ALONE : go ? ALL_ROUNDS : WITHOUT_SET
  const faults = sets.faultsOf(foreseen, rounds, rights)
  if (strangers.length > 0)
    return { kind: 'faults', round: 'name', reasons: [...(faults?.reasons ?? []), ...strangers] }
  return faults && { kind: 'faults', ...faults }
}
