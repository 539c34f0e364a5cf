/** What a sender sees of a folder. */
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import { findIn, listIn } from '../ledger/in-folder.ts'
import { findOut, listOut } from '../ledger/out-entries.ts'
import type { Spool } from '../spool/spool.ts'
import type { Echoes } from './echoes.ts'
import type { FolderView } from './folders.ts'
import type { Download, Entry } from './mailbox.ts'
import { MISSING, NOT_READABLE } from './refusals.ts'
import type { MailboxSettings } from './settings.ts'

export type LookDeps = {
  readonly queries: Queries
  readonly spool: Pick<Spool, 'open'>
  readonly echoes: Echoes
  readonly settings: MailboxSettings
}

const PAGE = 1000

export async function* listFolder(sender: string, view: FolderView, deps: LookDeps): AsyncGenerator<readonly Entry[]> {
  const { environment } = view
  const echoes = view.way === 'in' ? deps.echoes.list(sender, environment) : []
  for (let after = ''; ; ) {
    const page = await nextPage(sender, view, after, deps)
    const last = page.at(-1)
    const isLastPage = page.length < PAGE || !last
    const due = echoes.filter(({ name }) => name > after && (isLastPage || name <= last.name))
    const entries = due.length === 0 ? page : merged(page, due)
    if (entries.length > 0) yield entries
    if (isLastPage) return
    after = last.name
  }
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
  sender: string,
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
  return ok({
    entry,
    read: (offset, length) => blob.read(offset, length),
    [Symbol.asyncDispose]: () => blob[Symbol.asyncDispose](),
  })
}

export function inView(sender: string, environment: Environment, { settings }: Pick<LookDeps, 'settings'>) {
  return { sender, environment, ghostSeconds: settings.limits.ghostSeconds }
}

async function nextPage(sender: string, view: FolderView, after: string, deps: LookDeps): Promise<Entry[]> {
  const { environment } = view
  if (view.way === 'out') {
    const page = await listOut(deps.queries, { sender, environment }, after, PAGE)
    return page.map(({ name, bytes, publishedAt }) => ({ name, bytes, modifiedAt: publishedAt }))
  }
  const page = await listIn(deps.queries, inView(sender, environment, deps), after, PAGE)
  return page.map(({ name, bytes, receivedAt }) => ({ name, bytes, modifiedAt: receivedAt }))
}

/** By name, each once; a file stands before an echo of its name. */
function merged(page: readonly Entry[], echoes: readonly Entry[]): Entry[] {
  const names = new Set(page.map(({ name }) => name))
  return [...page, ...echoes.filter(({ name }) => !names.has(name))].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  )
}
