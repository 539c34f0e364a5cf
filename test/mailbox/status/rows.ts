/** Rows of the flow as they stand after things happened at given times. */
import { randomUUID } from 'node:crypto'
import { sha256 } from '../../../src/base/hashes.ts'
import { uuidV7 } from '../../../src/base/ids.ts'
import type { Reason } from '../../../src/batch/reason.ts'
import type { Database } from '../../../src/database/database.ts'

export type SetRows = {
  readonly sender: string
  readonly sequence: string
  readonly openedAt: string
  readonly sealedAt?: string
  readonly judged?: { readonly at: string; readonly reasons: readonly Reason[] }
  readonly answeredAt?: string
  readonly delivery?: { readonly state: string; readonly createdAt: string; readonly finishedAt?: string }
  readonly cancelledAt?: string
  readonly parkedAt?: string
  readonly closedAt?: string
  readonly channel?: 'sftp' | 'ftp'
}

export async function insertSet({ queries }: Database, rows: SetRows): Promise<string> {
  const { sender, sequence, openedAt, sealedAt, channel = 'sftp' } = rows
  const id = uuidV7()
  const key = `DMFA.${sender}.20261123.${sequence}.R`
  await queries
    .insertInto('submission')
    .values({
      submission_id: id,
      sender_number: sender,
      environment: 'R',
      raw_key: `IN/${key}`,
      routable: true,
      opened_at: new Date(openedAt),
      last_file_at: new Date(openedAt),
      sealed_at: dateOf(sealedAt),
      parked_at: dateOf(rows.parkedAt),
      closed_at: dateOf(rows.closedAt),
    })
    .execute()
  for (const name of [`FI.${key}.1.1`, `GO.${key}.1`]) {
    await queries
      .insertInto('received_file')
      .values({
        ...{ file_id: randomUUID(), submission_id: id, sender_number: sender, environment: 'R', name },
        ...{ sha256: sha256('x'), bytes: 1, state: 'received', principal: 's', address: 'a', session: 's' },
        ...{ channel: name.startsWith('GO') ? channel : 'web', received_at: new Date(openedAt) },
      })
      .execute()
  }
  for (const { kind, at, body } of factsOf(rows, key)) {
    await queries
      .insertInto('fact')
      .values({ submission_id: id, kind, body: JSON.stringify(body), at: new Date(at) })
      .execute()
  }
  if (rows.delivery) await insertDelivery({ queries }, id, sender, rows.delivery)
  return id
}

async function insertDelivery(
  { queries }: Pick<Database, 'queries'>,
  submissionId: string,
  sender: string,
  { state, createdAt, finishedAt }: NonNullable<SetRows['delivery']>,
): Promise<void> {
  await queries
    .insertInto('delivery')
    .values({
      ...{ delivery_id: randomUUID(), submission_id: submissionId, service: 'DMFA', sender_number: sender, state },
      ...{
        environment: 'R',
        idempotency_key: randomUUID(),
        created_at: new Date(createdAt),
        finished_at: dateOf(finishedAt),
      },
    })
    .execute()
}

type FactRow = { readonly kind: string; readonly at: string; readonly body: object }

function factsOf(rows: SetRows, key: string): FactRow[] {
  const { sender, sequence, sealedAt, judged, answeredAt, delivery, cancelledAt } = rows
  const members = [{ name: `FI.${key}.1.1` }, { name: `GO.${key}.1` }]
  const ticket = `SLU${sender}${sequence.slice(1)}`
  const outcome = judged?.reasons.length === 0 ? 'accepted' : 'rejected'
  const answer = { date: '20261123', sequence }
  return [
    ...(sealedAt ? [{ kind: 'envelope', at: sealedAt, body: { ticket, members } }] : []),
    ...(judged
      ? [{ kind: 'verdict', at: judged.at, body: { outcome, reasons: judged.reasons, answer, setKey: key } }]
      : []),
    ...(answeredAt
      ? [{ kind: 'acknowledgement', at: answeredAt, body: { name: `FO.ACRF.999999.20261123.${sequence}.R` } }]
      : []),
    ...(delivery ? [{ kind: 'dispatch', at: delivery.createdAt, body: {} }] : []),
    ...(cancelledAt ? [{ kind: 'cancellation', at: cancelledAt, body: {} }] : []),
  ]
}

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text)
}
