/** Sets as the flow would have left them in the database. */
import { sql } from 'kysely'
import { sha256 } from '../../src/base/hashes.ts'
import { uuidV7 } from '../../src/base/ids.ts'
import type { Envelope, Facts, Verdict } from '../../src/batch/facts.ts'
import type { Database } from '../../src/database/database.ts'
import { insertFact } from '../../src/ledger/facts.ts'
import { rightsAtSealOf } from '../registry/rights-at-seal.ts'

export type Played = {
  readonly sender: string
  readonly key: string
  readonly environment?: 'R' | 'T' | 'S'
  readonly files?: readonly string[]
  /** How far it came. */
  readonly until: 'open' | 'sealed' | 'judged' | 'answered' | 'dispatched' | 'delivered' | 'cancelled' | 'withdrawn'
  readonly verdict?: Partial<Verdict>
  readonly parked?: boolean
  readonly openedAt?: Date
  readonly routable?: boolean
  readonly ticket?: string
}

const STEPS = ['open', 'sealed', 'judged', 'answered', 'dispatched', 'delivered']
const OPENED = new Date('2026-11-23T13:02:03.118Z')

/** Answers with the id of the submission. */
export async function play(database: Database, set: Played): Promise<string> {
  const { sender, key, environment = 'R', files = [`FI.${key}.1.1`, `GO.${key}.1`], openedAt = OPENED } = set
  const { routable = true, until, parked = false } = set
  const id = uuidV7()
  const folder = { R: 'IN', T: 'INTEST', S: 'INTEST-S' }[environment]
  const seconds = (count: number) => new Date(openedAt.getTime() + count * 1000)
  const came = (step: string) => STEPS.indexOf(step) <= STEPS.indexOf(until)
  const facts = factsOf(set, came, seconds)
  const isOver = until === 'delivered' || until === 'cancelled' || until === 'withdrawn' || isAnsweredRejection(set)
  await sql`
    insert into submission (submission_id, sender_number, environment, raw_key, routable, opened_at, last_file_at,
      sealed_at, parked_at, closed_at)
    values (${id}, ${sender}, ${environment}, ${routable ? `${folder}/${key}` : key}, ${routable}, ${openedAt}, ${openedAt},
      ${facts.envelope ? seconds(2) : null}, ${parked ? seconds(9) : null}, ${isOver ? seconds(10) : null})`.execute(
    database.queries,
  )
  for (const [index, name] of files.entries()) await addFile(database, { id, set, name, at: seconds(index) })
  await database.transaction(async (tx) => {
    const rights = facts.envelope ? await rightsAtSealOf(tx, sender) : null
    for (const [kind, body] of Object.entries(facts)) {
      const told = kind === 'envelope' ? { ...(body as Envelope), rights: rights?.id } : body
      await insertFact(tx, id, kind as 'envelope', told as Envelope)
    }
  })
  if (facts.acknowledgement) await addAnswers(database, id, set, facts.acknowledgement.name, seconds(4))
  if (facts.dispatch) await addDelivery(database, id, sender, until === 'delivered' ? seconds(6) : null, seconds(5))
  return id
}

function isAnsweredRejection({ until, verdict }: Played): boolean {
  return until === 'answered' && verdict?.outcome === 'rejected'
}

function factsOf(set: Played, came: (step: string) => boolean, seconds: (count: number) => Date): Facts {
  const {
    sender,
    key,
    environment = 'R',
    until,
    routable = true,
    ticket = `SLU${sha256(key + sender).slice(0, 10)}`,
  } = set
  const iso = (count: number) => seconds(count).toISOString()
  const envelope: Envelope = {
    ...{ sender, environment, rawKey: key, routable, members: [], sealedAt: iso(2), rights: sha256('x') },
    ...{ why: routable ? ('complete' as const) : ('unroutable' as const), ticket: ticket.toUpperCase() },
  }
  const verdict: Verdict = {
    ...{ outcome: 'accepted', reasons: [], setKey: key, service: 'DMFA', judgedAt: iso(3), rules: '1/1' },
    ...{ evidence: { signatures: [], documents: [] }, answer: { date: '20261123', sequence: '00001' } },
    ...set.verdict,
  }
  if (until === 'cancelled') return { cancellation: { name: `TD.${key}`, cancelledAt: iso(2) } }
  if (until === 'withdrawn') return {}
  const name = `FO.ACRF.999999.20261123.${sha256(key + sender)
    .slice(0, 5)
    .toUpperCase()}.${environment}`
  return {
    ...(came('sealed') && { envelope }),
    ...(came('judged') && { verdict }),
    ...(came('answered') && {
      acknowledgement: { name, publishedAt: iso(4), document: sha256('d'), signature: sha256('s') },
    }),
    ...(came('dispatched') && { dispatch: { service: 'DMFA', deliveryId: uuidV7(), dispatchedAt: iso(5) } }),
  }
}

async function addFile(
  { queries }: Database,
  { id, set, name, at }: { id: string; set: Played; name: string; at: Date },
): Promise<void> {
  await queries
    .insertInto('received_file')
    .values({
      ...{ file_id: uuidV7(), submission_id: id, sender_number: set.sender, environment: set.environment ?? 'R' },
      ...{ name, sha256: sha256(name), bytes: name.startsWith('GO') ? 0 : 1234, channel: 'sftp', principal: 'p' },
      ...{ address: '192.0.2.1', session: 's', received_at: at },
      state: set.until === 'withdrawn' ? 'deleted' : 'received',
    } as never)
    .execute()
}

async function addAnswers({ queries }: Database, id: string, set: Played, name: string, at: Date): Promise<void> {
  const { sender: sender_number, environment = 'R' } = set
  const common = { sender_number, environment, submission_id: id, published_at: at }
  const marks = [
    ['FO', sha256('d'), 1106],
    ['FS', sha256('s'), 3388],
    ['GO', null, 0],
  ] as const
  for (const [mark, hash, bytes] of marks) {
    const row = { ...common, name: name.replace('FO', mark), sha256: hash, bytes }
    await queries
      .insertInto('out_entry')
      .values(row as never)
      .execute()
  }
}

async function addDelivery(
  { queries }: Database,
  id: string,
  sender: string,
  finishedAt: Date | null,
  at: Date,
): Promise<void> {
  await queries
    .insertInto('delivery')
    .values({
      ...{
        delivery_id: uuidV7(),
        submission_id: id,
        service: 'DMFA',
        sender_number: sender,
        environment: 'R',
        attempts: 1,
      },
      ...{ idempotency_key: uuidV7(), state: finishedAt ? 'delivered' : 'waiting', created_at: at },
      ...{ finished_at: finishedAt, last_error: 'connect to 10.0.0.7 failed' },
    } as never)
    .execute()
}
