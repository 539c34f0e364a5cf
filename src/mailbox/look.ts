/** What a sender sees of a folder. */
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import { findIn } from '../ledger/in-folder.ts'
import { type ListedFile, listMembers, listWaiting } from '../ledger/in-listing.ts'
import { findOut, listOut } from '../ledger/out-entries.ts'
import type { Spool } from '../spool/spool.ts'
import type { Echoes } from './echoes.ts'
import type { FolderView } from './folders.ts'
import type { Download, Entry, Visitor } from './mailbox.ts'
import type { Readings } from './readings.ts'
import { MISSING, NOT_READABLE } from './refusals.ts'
import type { MailboxSettings } from './settings.ts'

export type LookDeps = {
  readonly queries: Queries
  readonly spool: Pick<Spool, 'open'>
  readonly echoes: Echoes
  readonly readings: Readings
  readonly settings: MailboxSettings
}

const PAGE = 1000

export async function* listFolder(sender: string, view: FolderView, deps: LookDeps): AsyncGenerator<readonly Entry[]> {
  const { environment } = view
  if (view.way === 'in') return yield* listInFolder(sender, environment, deps)
  const answers = pages({ name: '' }, ({ name }) => listOut(deps.queries, { sender, environment }, name, PAGE))
  for await (const page of answers)
    yield page.map(({ name, bytes, publishedAt }) => ({ name, bytes, modifiedAt: publishedAt }))
}

/**
 * Temporary names first: a file that is renamed into a set while we list is then shown under one of its names at least. Triggers
 * that left no file come last, unless a file of their name was shown.
 */
async function* listInFolder(
  sender: string,
  environment: Environment,
  deps: LookDeps,
): AsyncGenerator<readonly Entry[]> {
  const { queries } = deps
  const view = inView(sender, environment, deps)
  const echoes = new Map(deps.echoes.list(sender, environment).map((echo) => [echo.name, echo]))
  for await (const page of pages({ name: '' }, ({ name }) => listWaiting(queries, view, name, PAGE)))
    yield page.map(entryOf)
  for await (const page of pages({ rawKey: '', name: '' }, (after) => listMembers(queries, view, after, PAGE))) {
    for (const { name } of page) echoes.delete(name)
    yield page.map(entryOf)
  }
  if (echoes.size > 0) yield [...echoes.values()]
}

export async function findEntry(
  sender: string,
  view: FolderView,
  name: string,
  deps: LookDeps,
): Promise<Result<Entry, Refusal>> {
  const { environment } = view
  if (view.way === 'out') {
    const entry = await findOut(deps.queries, { sender, environment }, name)
    return entry ? ok({ name, bytes: entry.bytes, modifiedAt: entry.publishedAt }) : no(MISSING)
  }
  const file = await findIn(deps.queries, inView(sender, environment, deps), name)
  const entry = file
    ? { name, bytes: file.bytes, modifiedAt: file.receivedAt }
    : deps.echoes.find(sender, environment, name)
  return entry ? ok(entry) : no(MISSING)
}

export async function openDownload(
  { sender, channel, principal }: Visitor,
  view: FolderView,
  name: string,
  deps: LookDeps,
): Promise<Result<Download, Refusal>> {
  if (view.way === 'in') return no(NOT_READABLE)
  const found = await findOut(deps.queries, { sender, environment: view.environment }, name)
  if (!found) return no(MISSING)
  const entry = { name, bytes: found.bytes, modifiedAt: found.publishedAt }
  if (!found.sha256) return ok({ entry, read: async () => new Uint8Array(), async [Symbol.asyncDispose]() {} })
  const blob = await deps.spool.open(found.sha256)
  const download = {
    entry,
    read: (offset: number, length: number) => blob.read(offset, length),
    [Symbol.asyncDispose]: () => blob[Symbol.asyncDispose](),
  }
  return ok(deps.readings.of(download, { channel, principal }))
}

export function inView(sender: string, environment: Environment, { settings }: Pick<LookDeps, 'settings'>) {
  return { sender, environment, ghostSeconds: settings.limits.ghostSeconds }
}

function entryOf({ name, bytes, receivedAt }: ListedFile): Entry {
  return { name, bytes, modifiedAt: receivedAt }
}

/** Each page behind the last row of the one before; never an empty one. */
async function* pages<Place, Row extends Place>(
  start: Place,
  pageAfter: (after: Place) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after = start; ; ) {
    const page = await pageAfter(after)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    if (page.length < PAGE) return
    after = last
  }
}
