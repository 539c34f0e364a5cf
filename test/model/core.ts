/** The real mailbox, stages, pipeline and deliveries over a real database and spool, moved by hand: two nodes, and workers that die or sleep at their commits. */
import { sql } from 'kysely'
import { Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import type { Refusal } from '../../src/base/refusal.ts'
import type { Result } from '../../src/base/result.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import {
  acquireDue,
  type Claim,
  failClaim,
  parkSubmission,
  releaseClaim,
  unparkSubmission,
} from '../../src/ledger/claims.ts'
import { parkDelivery, requeueDeliveries } from '../../src/ledger/delivery-control.ts'
import type { Upload } from '../../src/mailbox/mailbox.ts'
import { advance } from '../../src/pipeline/advance.ts'
import { pipelineSteps } from '../../src/pipeline/steps.ts'
import { bad } from '../../src/signing/finding.ts'
import { giveUpSubmission } from '../../src/stages/give-up.ts'
import { allRights, closeRig, defaultSettings, type Node, openNode, openRig, put, timePasses } from '../mailbox/rig.ts'
import { documentOf, GOOD } from '../stages/a-set.ts'
import { AWAY, type Reply } from './client.ts'
import type { Change, Content, Fault, FileOf, Key, NodeName } from './commands.ts'
import { openDelivering } from './delivering.ts'
import { SECONDS } from './model.ts'
import { folderOf, keyOf, nameOf, rawKeyOf, senderOf } from './picture.ts'
import { visitorOf } from './visitors.ts'

export { closeRig as closeCore }

/** A worker died here. */
class Died extends Error {}

export type Worked = { readonly claimed: readonly string[]; readonly others: readonly string[] }

const CONTENTS: Record<Content, string> = { good: 'good', bad: 'bad', large: 'x'.repeat(3000) }
const GOOD_BYTES = sha256(CONTENTS.good)

export type Core = Awaited<ReturnType<typeof openCore>>

export async function openCore() {
  const settings = modelSettings()
  const rig = await openRig({ settings })
  let failing: Change['commit']
  const between = faulty(rig.database, async (isBefore) => {
    if (failing !== (isBefore ? 'away' : 'replyLost')) return
    failing = undefined
    throw new Unavailable('away')
  })
  const two = await openNode({ ...rig.database, ...between }, `${rig.dir}/spool`, { node: 'two', settings })
  const nodes: Record<NodeName, Node> = { one: rig, two }
  const uploads: { readonly node: NodeName; readonly open: Upload }[] = []
  const sleepers: { readonly node: NodeName; readonly claim: Claim }[] = []
  const delivering = await openDelivering(rig)

  async function work(node: NodeName, fault: Fault | null): Promise<Worked> {
    const claims = await takeDue(rig.database, node)
    const claimed = claims.map(({ submissionId }) => submissionId)
    let others: readonly string[] = []
    let commits = 0
    for (const [index, claim] of claims.entries()) {
      const database = faulty(rig.database, async (isBefore) => {
        if (isBefore) commits++
        if (commits !== fault?.at) return
        if (fault.how === (isBefore ? 'dies' : 'replyLost')) throw new Died()
        if (!isBefore) return
        if (fault.how === 'away') throw new Unavailable('away')
        if (fault.how === 'cancelled') await cancelOf(claim, node)
        if (fault.how === 'overtaken') {
          await sql`update claim set until = now() - interval '1 hour' where owner = ${node} and until is not null`.execute(
            rig.database.queries,
          )
          others = (await work(node === 'one' ? 'two' : 'one', null)).claimed
        }
      })
      try {
        await run(claim, node, database, fault?.how !== 'unsigned')
      } catch (error) {
        if (error instanceof Died) {
          sleepers.push(...claims.slice(index).map((left) => ({ node, claim: left })))
          break
        }
        if (!(error instanceof Unavailable)) throw error
        await failClaim(rig.database.queries, claim, { message: 'away', retrySeconds: SECONDS.retry, of: 'other' })
      }
    }
    return { claimed, others }
  }

  async function run(
    claim: Claim,
    node: NodeName,
    database: Pick<Database, 'queries' | 'transaction'>,
    canSign = true,
  ): Promise<void> {
    if ((await advance(claim, stepsOf(nodes[node], database, canSign))) === 'wait')
      await releaseClaim(rig.database.queries, claim)
  }

  async function changed(asked: Change): Promise<Reply> {
    const node = nodes[asked.node]
    const folder = folderOf(asked.key)
    const visitor = visitorOf(asked.key)
    switch (asked.do) {
      case 'upload':
        return replyOf(await put(node, folder, nameOf(asked), CONTENTS[asked.content], visitor))
      case 'remove':
        return replyOf(await node.mailbox.remove(visitor, folder, nameOf(asked)))
      case 'rename':
        if (folderOf(asked.to.key) !== folder || visitorOf(asked.to.key) !== visitor) return 'another folder'
        return replyOf(await node.mailbox.rename(visitor, folder, nameOf(asked), nameOf(asked.to), asked.overwrite))
    }
  }

  /** With the oldest set of a key that is not over and is as `where` says; false when there is none. */
  async function onOldest(
    key: Key,
    where: string,
    act: (tx: Transaction, submissionId: string) => Promise<boolean>,
  ): Promise<boolean> {
    return await rig.database.transaction(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select submission_id as id from submission where ${isOf(key)} and closed_at is null and ${sql.raw(where)}
        order by opened_at, submission_id limit 1 for no key update`.execute(tx)
      return rows[0] ? await act(tx, rows[0].id) : false
    })
  }

  async function cancelOf({ submissionId }: Claim, node: NodeName): Promise<void> {
    const { sender_number, raw_key } = await rig.database.queries
      .selectFrom('submission')
      .select(['sender_number', 'raw_key'])
      .where('submission_id', '=', submissionId)
      .executeTakeFirstOrThrow()
    const of = keyOf(sender_number, raw_key)
    await put(nodes[node], folderOf(of), nameOf({ key: of, mark: 'TD' }), CONTENTS.good, visitorOf(of))
  }

  return {
    ...{ rig, delivering, work },
    async change(asked: Change): Promise<Reply> {
      if (asked.node === 'two') failing = asked.commit
      try {
        return await changed(asked)
      } catch (error) {
        if (asked.commit && error instanceof Unavailable) return AWAY
        throw error
      } finally {
        failing = undefined
      }
    },
    async begin(node: NodeName, name: FileOf): Promise<void> {
      const upload = await nodes[node].mailbox.upload(visitorOf(name.key), folderOf(name.key), nameOf(name), 'replace')
      if (!upload.ok) throw new Error(upload.problem.code)
      await upload.value.write(Buffer.from(CONTENTS.good), 0)
      uploads.push({ node, open: upload.value })
      // the other node is told of it once it lasts for long
      for (const each of Object.values(nodes)) each.clock.aheadMs += 2500
      await nodes[node].mailbox.beat()
    },
    async end(isFinished: boolean): Promise<Reply | null> {
      const upload = uploads.shift()
      if (!upload) return null
      const reply = isFinished ? replyOf(await upload.open.finish()) : 'ok'
      await upload.open[Symbol.asyncDispose]()
      await nodes[upload.node].mailbox.beat()
      return reply
    },
    async pass(seconds: number): Promise<void> {
      await timePasses(rig.database, seconds)
      await sql`update delivery set next_attempt_at = next_attempt_at - make_interval(secs => ${seconds}), until = until - make_interval(secs => ${seconds}),
        enqueued_at = enqueued_at - make_interval(secs => ${seconds})`.execute(rig.database.queries)
      for (const each of Object.values(nodes)) each.clock.aheadMs += seconds * 1000
    },
    /** Both at once; then one alone, for what one left to the other. */
    async bothWork(): Promise<void> {
      await Promise.all([work('one', null), work('two', null)])
      await work('one', null)
    },
    async wake(count: number): Promise<void> {
      for (const { node, claim } of sleepers.splice(0, count)) await run(claim, node, rig.database)
    },
    /** The clock of a node's machine, by which nothing is decided. */
    jump(node: NodeName, seconds: number): void {
      nodes[node].clock.wallMs = seconds * 1000
    },
    async park(key: Key): Promise<boolean> {
      return await onOldest(key, 'sealed_at is not null and parked_at is null', async (tx, id) => {
        await parkSubmission(tx, id, 'by hand')
        return true
      })
    },
    async giveUp(key: Key): Promise<boolean> {
      const isParked = `parked_at is not null and not exists (
        select from fact where fact.submission_id = submission.submission_id and kind = 'verdict')`
      return await onOldest(key, isParked, (tx, id) =>
        giveUpSubmission(tx, id, { productVersion: 'model', reuse: 'afterRejection' }),
      )
    },
    /** A hand-over that waits; false when the key has none. */
    async stop(key: Key): Promise<boolean> {
      return await rig.database.transaction(async (tx) => {
        const { rows } = await sql<{ id: string }>`
          select delivery_id as id from delivery join submission using (submission_id) where ${isOf(key)}`.execute(tx)
        return rows[0] ? await parkDelivery(tx, rows[0].id, 'by hand') : false
      })
    },
    async requeue(): Promise<void> {
      await delivering.notice()
      const rows = await rig.database.queries.selectFrom('delivery').select('delivery_id').execute()
      const ids = rows.map(({ delivery_id }) => delivery_id)
      await rig.database.transaction((tx) => requeueDeliveries(tx, ids))
    },
    async unpark(): Promise<void> {
      const rows = await sql<{ id: string }>`
        select submission_id as id from submission where parked_at is not null and closed_at is null`.execute(
        rig.database.queries,
      )
      for (const { id } of rows.rows) await rig.database.transaction((tx) => unparkSubmission(tx, id))
    },
    async [Symbol.asyncDispose]() {
      for (const { open } of uploads) await open[Symbol.asyncDispose]()
      await delivering[Symbol.asyncDispose]()
      await two[Symbol.asyncDispose]()
      await rig[Symbol.asyncDispose]()
    },
  }
}

const isOf = (key: Key) => sql`submission.sender_number = ${senderOf(key)} and submission.raw_key = ${rawKeyOf(key)}`

/** A set that waited for its turn half a second ago has it now. */
async function takeDue({ queries }: Database, owner: string): Promise<Claim[]> {
  await sql`update claim set due_at = now() where due_at > now() and due_at < now() + interval '1 second'`.execute(
    queries,
  )
  return acquireDue(queries, { owner, leaseSeconds: SECONDS.lease, limit: 100 })
}

function faulty(
  database: Database,
  at: (isBefore: boolean) => Promise<void>,
): Pick<Database, 'queries' | 'transaction'> {
  return {
    queries: database.queries,
    async transaction(perform) {
      await at(true)
      const done = await database.transaction(perform)
      await at(false)
      return done
    },
  }
}

function stepsOf(
  { sealDeps, mailbox, settings, spool }: Node,
  database: Pick<Database, 'queries' | 'transaction'>,
  canSign: boolean,
) {
  return pipelineSteps({
    database,
    sealDeps: () => sealDeps,
    uploadsOf: mailbox.uploadsOf,
    readRights: async (_queries, { sender }) => allRights(sender),
    judgeDeps: () => ({
      settings,
      productVersion: 'model',
      verify: async (_declaration, { sha256: hash }) => (hash === GOOD_BYTES ? GOOD : bad([9, 1], 'signatureTooLarge')),
      inspect: async (declarations) =>
        declarations.map(({ name, sha256: hash }) => documentOf({ parts: [name], wellFormed: hash === GOOD_BYTES })),
    }),
    acknowledgeDeps: () => ({
      settings: { gatewayNumber: '999999', schema: '20251' },
      sign: async (document) => {
        if (!canSign) throw new Unavailable('away')
        return Buffer.from(sha256(document))
      },
      store: (bytes) => spool.store(bytes),
    }),
    reuse: () => 'afterRejection',
    judged: () => {},
    answered: () => {},
  })
}

function modelSettings() {
  const settings = defaultSettings()
  const { grace, graceMax, ghost, goWait, repeatGo } = SECONDS
  Object.assign(settings.limits, {
    ...{ partBytes: 2000, signatureBytes: 2000, triggerBytes: 1024 },
    ...{
      graceSeconds: grace,
      graceMaxSeconds: graceMax,
      ghostSeconds: ghost,
      goWaitHours: goWait / 3600,
      repeatGoMinutes: repeatGo / 60,
    },
  })
  return settings
}

function replyOf(result: Result<unknown, Refusal>): Reply {
  return result.ok ? 'ok' : result.problem.code
}
