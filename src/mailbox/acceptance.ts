import { Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { Together } from '../base/together.ts'
import { viaOf } from '../batch/channel.ts'
import type { InFolder } from '../batch/environment.ts'
import type { Envelope } from '../batch/facts.ts'
import { isTrigger } from '../batch/file-name.ts'
import type { Route } from '../batch/set-key.ts'
import type { Database, Transaction } from '../database/database.ts'
import { type ArrivingMember, acceptMembers, type ReceivedMember } from '../ledger/accept-members.ts'
import type { ArrivedFile } from '../ledger/arrived-file.ts'
import { addMember, addWaiting } from '../ledger/received-files.ts'
import { lockSubmission } from '../ledger/submissions.ts'
import { isRejectedByDatabase } from '../ledger/violations.ts'
import type { Echoes } from './echoes.ts'
import type { Entry } from './mailbox.ts'
import { type PlaceDeps, type Placed, placeFile } from './place-file.ts'
import { SEALED } from './refusals.ts'

export type Arrival = {
  readonly file: ArrivedFile
  readonly folder: InFolder
  readonly route: Route
  /** The submission of the file that this one continues (resume): it must be open still. */
  readonly continues: string | null
}

export type AcceptanceDeps = PlaceDeps & {
  readonly database: Database
  readonly echoes: Echoes
  readonly log: Log
  readonly metrics: Metrics
}

/** Makes files whose bytes are safe ours: when it resolves with ok, the row is committed and we are answerable (P6). */
export class Acceptance {
  readonly #deps: AcceptanceDeps
  readonly #together: Together<ArrivingMember, ReceivedMember | null>
  readonly #countFile: ReturnType<Metrics['counter']>
  readonly #countBytes: ReturnType<Metrics['counter']>
  readonly #countSeal: ReturnType<Metrics['counter']>

  constructor(deps: AcceptanceDeps) {
    this.#deps = deps
    this.#together = new Together((members) => this.#commitTogether(members), {
      keyOf: ({ sender, rawKey, name }) => `${sender} ${rawKey} ${name}`,
    })
    this.#countFile = deps.metrics.counter('sluice_files_received_total', 'Files accepted.', ['environment', 'channel'])
    const received = 'Bytes of accepted files.'
    this.#countBytes = deps.metrics.counter('sluice_bytes_received_total', received, ['environment', 'channel'])
    this.#countSeal = deps.metrics.counter('sluice_sets_sealed_total', 'Sets sealed.', ['environment', 'why'])
  }

  async accept(arrival: Arrival): Promise<Result<Entry, Refusal>> {
    const { file } = arrival
    const received = (await this.#acceptTogether(arrival)) ?? (await this.#acceptAlone(arrival))
    if (received === null) return no(SEALED)
    this.tellReceived(file, received.submissionId)
    return ok({ name: file.name, bytes: file.bytes, modifiedAt: received.receivedAt })
  }

  /** rule 27.7: to be called after the commit of a file, once. The line ties the session, from its first byte, to the submission, to its last answer. */
  tellReceived(
    { fileId, sender, environment, name, bytes, sha256, channel, session }: ArrivedFile,
    id: string | null,
  ): void {
    this.#countFile({ environment, channel })
    this.#countBytes({ environment, channel }, bytes)
    this.#deps.log.info('file.received', { id, fileId, sender, name, bytes, sha256, channel, session })
  }

  /** To be called after the commit that sealed a set. */
  tellSealed(submissionId: string, { sender, environment, why, ticket }: Envelope): void {
    this.#countSeal({ environment, why })
    this.#deps.log.info('submission.sealed', { id: submissionId, sender, ticket, why })
  }

  /** To be called after the commit of a file that was placed in a transaction of one's own (rename). */
  tell(
    { sender, environment, name, bytes }: Pick<ArrivedFile, 'sender' | 'environment' | 'name' | 'bytes'>,
    placed: Placed,
  ): void {
    const { sealed, effect, isKept, receivedAt } = placed
    if (!isKept)
      this.#deps.echoes.add(
        sender,
        environment,
        { name, bytes, modifiedAt: receivedAt },
        this.#deps.settings.limits.ghostSeconds,
      )
    if (effect) this.#deps.log.info(`trigger.${effect}`, { sender, name })
    if (sealed) this.tellSealed(sealed.submissionId, sealed.envelope)
  }

  /** FI and FS of sets without GO go many at a time; null for what must go alone. */
  async #acceptTogether({ file, route, continues }: Arrival): Promise<ReceivedMember | null> {
    if (route.kind !== 'member' || isTrigger(route.mark) || file.overLimit || continues) return null
    return this.#together.add({ ...file, rawKey: route.rawKey })
  }

  async #commitTogether(
    members: readonly ArrivingMember[],
  ): Promise<(member: ArrivingMember) => ReceivedMember | null> {
    const { database, settings, log } = this.#deps
    try {
      const received = await acceptMembers(database.queries, members, settings.limits.goWaitHours)
      return ({ fileId }) => received.get(fileId) ?? null
    } catch (error) {
      if (!isRejectedByDatabase(error)) throw error
      // Another node took one of the names in this instant. Alone, each file either waits for it or tells its own fault.
      log.warn('file.acceptedAlone', { count: members.length, ...errorFields(error) })
      return () => null
    }
  }

  /** Null when the set of a continued file was sealed meanwhile. */
  async #acceptAlone(arrival: Arrival): Promise<Received | null> {
    const { file, folder, route } = arrival
    let of: string | null = null
    const place = async (tx: Transaction) => {
      if (await wasSealed(tx, arrival.continues)) return null
      const { fileId, sender, environment, name, session } = file
      const keep = (submissionId: string | null, go: boolean) => {
        of = submissionId
        return submissionId ? addMember(tx, submissionId, file, go) : addWaiting(tx, file)
      }
      const drop = async () => {}
      return placeFile(tx, { fileId, sender, environment, folder, name, route, session, keep, drop }, this.#deps)
    }
    const placed = await this.#deps.database.transaction(place).catch((error) => {
      throw takenElsewhere(file, error)
    })
    if (!placed) return null
    this.tell(file, placed)
    return { submissionId: of, receivedAt: placed.receivedAt }
  }
}

/** Of a file under a temporary name, or a trigger that left no row, there is no submission. */
type Received = { readonly submissionId: string | null; readonly receivedAt: Date }

/** One file of a watched folder is taken in once (migration 0008); whoever comes second looks again and finds that it was. */
function takenElsewhere({ session }: ArrivedFile, error: unknown): unknown {
  if (viaOf(session) !== 'folder' || !isRejectedByDatabase(error)) return error
  return new Unavailable('The file was just taken in by another process.', { cause: error })
}

async function wasSealed(tx: Transaction, submissionId: string | null): Promise<boolean> {
  if (!submissionId) return false
  const submission = await lockSubmission(tx, submissionId)
  return submission?.sealedAt != null
}
