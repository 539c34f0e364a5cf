import { isUuid } from '../../base/ids.ts'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Config } from '../../config/schema.ts'
import type { By } from '../../console/operations/bulk/acts.ts'
import { type BulkGround, type Prepared, prepareBulk, type Selection } from '../../console/operations/bulk/prepare.ts'
import { type BulkOutcome, runBulk } from '../../console/operations/bulk/run.ts'
import { FILTER_NAMES, readFilterToAct } from '../../console/operations/find/filter-words.ts'
import { submissionActs } from '../../daemon/submission-acts.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { unparkSubmission } from '../../ledger/claims.ts'
import { requeueDeliveries } from '../../ledger/delivery-control.ts'
import { notify } from '../../ledger/events.ts'
import { parkedDeliveries, parkedSubmissions } from '../../ledger/parked.ts'
import { lockSubmission } from '../../ledger/submissions.ts'
import { type ReasonedAct, writeAudit } from '../../registry/audit.ts'
import { type ActOptions, actOnHost, actorOnHost, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { productVersion } from '../product-version.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import { withDatabase } from '../with-database.ts'

type Options = ActOptions & { readonly filter?: string; readonly dryRun?: boolean }

/** `sluice requeue ID|--filter …`: a person has looked; what was parked, or waits for its next attempt, goes on now. */
export const requeueCommand: CommandDefinition = (program, terminal) => {
  const command = program
    .command('requeue')
    .description('let parked submissions and hand-overs go on now')
    .argument('[id]', 'as `sluice parked` shows it')
    .option('--filter <words>', `many at once, as in the console's address: ${FILTER_NAMES.join(', ')}`)
    .option('--dry-run', 'say what would happen, and do nothing')
  withReason(command).action(async (id: string | undefined, options: Options) => {
    if ((id === undefined) === (options.filter === undefined)) throw new RefusedCommand('Give an id, or --filter.')
    const { config } = await loadSettings(command, terminal)
    if (id !== undefined) {
      const what = await requeueOne(config, id, options)
      if (options.json) terminal.json({ ok: true, id, what, dryRun: options.dryRun === true })
      else terminal.answer(`The ${what} ${id} ${options.dryRun ? 'would go' : 'goes'} on.`)
      return
    }
    const told = await requeueMany(config, options, { actor: actorOnHost(), role: 'administrator' })
    if (options.json) terminal.json({ ok: true, dryRun: options.dryRun === true, ...told })
    else terminal.answer(sentenceOf(told))
  })
}

type Many = Pick<Prepared, 'count' | 'submissions' | 'senders' | 'byState'> &
  Partial<Pick<BulkOutcome, 'done' | 'skipped'>>

function sentenceOf({ count, submissions, senders, done, skipped }: Many): string {
  const what = `${count} of ${submissions} submissions of ${senders} senders`
  return done === undefined ? `${what} would go on.` : `${what}: ${done} go on, ${skipped} had changed meanwhile.`
}

/** By the operation of the console, so that the audit has the whole and each. */
async function requeueMany(config: Config, { filter: words = '', reason, dryRun }: Options, by: By): Promise<Many> {
  const { filter, faults } = readFilterToAct(new URLSearchParams(words))
  if (faults.length > 0)
    throw new RefusedCommand(`The filter says nothing that can be looked for: ${faults.join(', ')}.`)
  return await withDatabase(config, async (database) => {
    const ground = groundOf(config, database)
    const { count, submissions, senders, byState, bulkId } = orRefused(await prepare(ground, by, { filter }))
    const told = { count, submissions, senders, byState }
    if (dryRun) return told
    const { done, skipped } = orRefused(await runBulk(ground, by, { bulkId, reason }))
    return { ...told, done, skipped }
  })
}

function prepare(ground: BulkGround, by: By, selection: Selection): Promise<Result<Prepared, Refusal>> {
  return prepareBulk(ground, by, { action: 'requeue', selection })
}

function groundOf(config: Config, database: Database): BulkGround {
  const acts = submissionActs({ productVersion: productVersion(), reuse: () => config.names.reuse })
  return { database, acts, limits: { bulkMax: () => config.limits.bulkSubmissions } }
}

type Thing = 'submission' | 'delivery'

async function requeueOne(config: Config, id: string, { reason, dryRun }: Options): Promise<Thing> {
  if (!isUuid(id)) throw new RefusedCommand(`"${id}" is no id. \`sluice parked\` shows them.`)
  const what = await withDatabase(config, (database) =>
    dryRun ? parkedThing(database.queries, id) : database.transaction((tx) => goOn(tx, id, actOnHost(reason))),
  )
  if (!what) throw new RefusedCommand(`Nothing that waits has the id ${id}.`, EXIT.no)
  return what
}

async function goOn(tx: Transaction, id: string, act: ReasonedAct): Promise<Thing | null> {
  const what = await requeued(tx, id)
  if (what) await writeAudit(tx, { ...act, action: `${what}.requeued`, subject: `${what}:${id}` })
  return what
}

async function requeued(tx: Transaction, id: string): Promise<Thing | null> {
  if (await lockSubmission(tx, id)) {
    if (!(await unparkSubmission(tx, id))) return null
    await notify(tx, 'sluice_work', id)
    return 'submission'
  }
  return (await requeueDeliveries(tx, [id])) > 0 ? 'delivery' : null
}

async function parkedThing(queries: Parameters<typeof parkedSubmissions>[0], id: string): Promise<Thing | null> {
  if ((await parkedSubmissions(queries)).some((parked) => parked.id === id)) return 'submission'
  return (await parkedDeliveries(queries)).some((parked) => parked.id === id) ? 'delivery' : null
}
