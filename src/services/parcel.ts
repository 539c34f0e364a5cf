import { Corrupt } from '../base/errors.ts'
import type { Envelope, Facts, Member } from '../batch/facts.ts'
import type { DeliveryClaim } from '../ledger/deliveries.ts'
import type { Spool } from '../spool/spool.ts'
import type { Parcel } from './target.ts'

/** What a service gets of a set: FI and FS, not the trigger. */
const HANDED_OVER = /^F[IS]\.[A-Z0-9.]{1,120}$/

/** What is handed over depends on facts only, so that every attempt hands over the same bytes. Throws `Corrupt` when the facts do not make a parcel. */
export function parcelOf(
  claim: DeliveryClaim,
  { envelope, verdict }: Facts,
  spool: Pick<Spool, 'stream' | 'read'>,
): Parcel {
  if (!envelope || verdict?.outcome !== 'accepted') throw new Corrupt('only an accepted submission can be handed over')
  const files = envelope.members.filter(({ name }) => HANDED_OVER.test(name))
  if (!files.some(({ name }) => name.startsWith('FI.')))
    throw new Corrupt('the accepted submission holds no declaration')
  return {
    idempotencyKey: claim.idempotencyKey,
    submissionId: claim.submissionId,
    service: claim.service,
    sender: claim.sender,
    environment: envelope.environment,
    ticket: envelope.ticket,
    sealedAt: envelope.sealedAt,
    isFromWeb: files.some(({ channel }) => channel === 'web'),
    isFirstAttempt: claim.fence === 1,
    isDoubtful: claim.isDoubtful,
    files: files.map(({ name, sha256, bytes }) => ({
      ...{ name, sha256, bytes },
      content: () => spool.stream(sha256),
      whole: () => spool.read(sha256, bytes),
    })),
    description: descriptionOf(claim, envelope, verdict.setKey ?? null, verdict.judgedAt, files),
  }
}

function descriptionOf(
  { idempotencyKey, submissionId, service, sender }: DeliveryClaim,
  { environment, ticket, sealedAt }: Envelope,
  setKey: string | null,
  judgedAt: string,
  files: readonly Member[],
): Buffer {
  const description = {
    version: 1,
    idempotencyKey,
    submissionId,
    service,
    sender,
    environment,
    ticket,
    setKey,
    sealedAt,
    judgedAt,
    files: files.map(({ name, sha256, bytes, channel, receivedAt }) => ({ name, sha256, bytes, channel, receivedAt })),
  }
  return Buffer.from(`${JSON.stringify(description, null, 2)}\n`)
}
