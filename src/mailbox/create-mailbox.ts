import type { Now } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, type Result } from '../base/result.ts'
import type { Folder } from '../batch/environment.ts'
import type { Database } from '../database/database.ts'
import { openUsage } from '../ledger/usage.ts'
import type { Spool } from '../spool/spool.ts'
import { Acceptance } from './acceptance.ts'
import { beginUpload } from './begin-upload.ts'
import { removeIn, removeOut, renameIn } from './change.ts'
import { DiskReserve } from './disk-reserve.ts'
import { Echoes } from './echoes.ts'
import { folderView } from './folders.ts'
import { findEntry, listFolder, openDownload } from './look.ts'
import { createLookUp } from './lookups/look-up.ts'
import type { OpenMailbox, Visitor } from './mailbox.ts'
import { createMessages } from './messages/create-messages.ts'
import { nameRefusal } from './names.ts'
import { OpenUploads } from './open-uploads.ts'
import { Quota } from './quota.ts'
import { Readings } from './readings.ts'
import { IN_ONLY, NOT_WRITABLE } from './refusals.ts'
import type { SetHooks } from './set-hooks.ts'
import type { MailboxSettings } from './settings.ts'
import { createStatusFolder } from './status/status-folder.ts'
import { createTransfers } from './transfers/create-transfers.ts'

export type MailboxDeps = {
  readonly database: Database
  readonly spool: Spool
  readonly sets: SetHooks
  /** Read at use, so that a reload is in force at once. */
  readonly settings: MailboxSettings
  /** Names this process among those that share the database. */
  readonly node: string
  readonly now: Now
  /** A clock that never jumps, in milliseconds (`performance.now`). */
  readonly ticks: () => number
  readonly log: Log
  readonly metrics: Metrics
}

/** Opens the one door of this process. */
export async function createMailbox(deps: MailboxDeps): Promise<OpenMailbox> {
  const { database, spool, sets, settings, node, ticks, log, metrics, now } = deps
  const { queries } = database
  const uploads = new OpenUploads({ queries, node, log, ticks })
  await uploads.start()
  const uploadsOf = uploads.of.bind(uploads)
  const unroutableOf = uploads.unroutableOf.bind(uploads)
  const echoes = new Echoes(ticks)
  const acceptance = new Acceptance({ database, sets, uploadsOf, echoes, settings, log, metrics })
  const quota = new Quota({ settings, usageOf: (sender) => openUsage(queries, sender), ticks })
  const reserve = new DiskReserve({ spool, settings, ticks })
  const countRefusal = metrics.counter('sluice_refusals_total', 'Requests refused at the protocol.', [
    'code',
    'channel',
  ])
  const refused = (visitor: Visitor, name: string, { code }: Refusal) => {
    countRefusal({ code, channel: visitor.channel })
    log.info('request.refused', { code, sender: visitor.sender, session: visitor.session, name: name.slice(0, 128) })
  }
  const told = async <Value>(visitor: Visitor, name: string, answer: Promise<Result<Value, Refusal>>) => {
    const result = await answer
    if (!result.ok) refused(visitor, name, result.problem)
    return result
  }
  const readings = new Readings({ queries, log })
  const looks = { queries, spool, echoes, readings, settings }
  const uploadDeps = { queries, spool, acceptance, uploads, quota, reserve, settings, now, log, refused }
  const changes = { database, acceptance, sets, uploadsOf, unroutableOf, echoes, settings }

  return {
    uploadsOf,
    beat: () => uploads.beat(),
    list: ({ sender }, folder) => listFolder(sender, folderView(folder), looks),
    find: ({ sender }, folder, name) => findEntry(sender, folderView(folder), name, looks),
    upload: (visitor, folder, name, mode) =>
      told(
        visitor,
        name,
        whereIn(folder, name, NOT_WRITABLE, (place) => beginUpload({ visitor, name, ...place }, mode, uploadDeps)),
      ),
    download: (visitor, folder, name) => told(visitor, name, openDownload(visitor, folderView(folder), name, looks)),
    remove: (visitor, folder, name) => {
      const view = folderView(folder)
      const { sender } = visitor
      const removed =
        view.way === 'in'
          ? removeIn({ sender, ...view }, name, changes)
          : removeOut(sender, view.environment, name, changes)
      return told(visitor, name, removed)
    },
    rename: (visitor, folder, from, to, overwrite) =>
      told(
        visitor,
        to,
        whereIn(folder, to, IN_ONLY, (place) =>
          renameIn({ sender: visitor.sender, ...place }, from, to, overwrite, changes),
        ),
      ),
    status: createStatusFolder({ queries, settings, now, ticks }),
    transfers: createTransfers({ ...uploadDeps, database, sets }),
    messages: createMessages({ database, spool, readings }),
    lookUp: createLookUp({ queries }),
    async [Symbol.asyncDispose]() {
      await uploads[Symbol.asyncDispose]()
      await readings[Symbol.asyncDispose]()
    },
  }
}

/** Goes on if the folder takes files and the name may be one. */
async function whereIn<Value>(
  folder: Folder,
  name: string,
  otherwise: Refusal,
  goOn: (place: Extract<ReturnType<typeof folderView>, { way: 'in' }>) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const view = folderView(folder)
  if (view.way === 'out') return no(otherwise)
  const refusal = nameRefusal(name)
  return refusal ? no(refusal) : goOn(view)
}
