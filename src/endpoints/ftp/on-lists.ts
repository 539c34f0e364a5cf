/** LIST, NLST, MLSD, and STAT of a path. */
import { type Refusal, refusal, refusalLine } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { BytePath, ListedFile } from '../files/client-files.ts'
import { elementsOf } from '../files/paths.ts'
import { hasControlBytes } from './command-line.ts'
import { lingering } from './lingering.ts'
import { type ListStyle, listLine } from './listing.ts'
import { isPattern, matchesPattern } from './name-pattern.ts'
import { type Answer, filesOf } from './on-names.ts'
import { reply, replyOf } from './replies.ts'
import { sendPages } from './send-bytes.ts'
import { asTransfer, type TransferEnd } from './transfer.ts'
import { pathOf, type Visit } from './visit.ts'

type Pages = AsyncIterable<readonly ListedFile[]>

/** What was found, and how a page of it is shown. */
type Found = { readonly pages: Pages; shown(page: readonly ListedFile[]): readonly ListedFile[] }

/** Told with 501 (RFC 3659 §7.2.1). */
const NOT_A_FOLDER = refusal('SLU-FOLDER', 'This is not a folder.', 'Use MLST for a single file.')

/** What programs for people write before a path (`-la`); it changes nothing. */
const OPTIONS = /^-[A-Za-z0-9]+(?: |$)/

export function list(visit: Visit, argument: string, style: ListStyle): Promise<TransferEnd> {
  return asTransfer(visit, { direction: 'out', path: null }, async (transfer) => {
    const found = await findPages(visit, argument, style)
    if (!found.ok) return found.problem === NOT_A_FOLDER ? ok(replyOf(501, refusalLine(NOT_A_FOLDER))) : found
    const data = await transfer.connect(visit)
    if (!data.ok) {
      await giveUp(found.value)
      return ok(data.problem)
    }
    const isWhole = await sendPages(data.value, texts(found.value, style, visit), transfer.count)
    lingering(visit, data.value)
    return ok(reply(isWhole ? 'listed' : (transfer.early ?? 'cutOff')))
  })
}

/** Over the control connection, page by page. Trouble in the middle ends the session: no reply can be put into another one. */
export async function statOf(visit: Visit, argument: string): Answer {
  const found = await findPages(visit, argument, 'long')
  if (!found.ok) return found
  await visit.control.write(`213-Status of ${argument}\r\n`)
  try {
    for await (const text of texts(found.value, 'long', visit)) {
      await visit.control.write(text.replace(/^(?=.)/gm, ' '))
      if (visit.control.hasEnded) break
    }
  } catch (error) {
    visit.isLeaving = true
    throw error
  }
  return ok(replyOf(213, 'End of status.'))
}

/** A name that would break the lines cannot be asked for either, and is not shown (case F14). */
async function* texts({ pages, shown }: Found, style: ListStyle, { house, facts }: Visit): AsyncGenerator<string> {
  const now = house.now()
  for await (const page of pages) {
    const files = shown(page).filter(({ name }) => !hasControlBytes(name))
    yield files.map((file) => listLine(style, file, now, facts)).join('')
  }
}

/** A listing that nobody will read may hold an open folder. */
async function giveUp({ pages }: Found): Promise<void> {
  await pages[Symbol.asyncIterator]().return?.()
}

/** The argument is a path first of all, whatever it looks like (case F14); only what names nothing may be options or a pattern. */
async function findPages(visit: Visit, argument: string, style: ListStyle): Promise<Result<Found, Refusal>> {
  const literal = await pagesAt(visit, argument, style)
  if (literal.ok || style === 'facts' || literal.problem.code !== 'SLU-MISSING') return literal
  const path = argument.replace(OPTIONS, '')
  const plain = path === argument ? literal : await pagesAt(visit, path, style)
  if (plain.ok) return plain
  const name = path.slice(path.lastIndexOf('/') + 1)
  return isPattern(name) ? matching(visit, path.slice(0, -name.length), name) : plain
}

/** A folder's files, or the one file itself under the name by which it was asked for. */
async function pagesAt(visit: Visit, argument: string, style: ListStyle): Promise<Result<Found, Refusal>> {
  const path = pathOf(visit, argument)
  const found = await filesOf(visit).stat(path)
  if (!found.ok) return found
  if (found.value.kind === 'directory') return inFolder(visit, path, (page) => page)
  if (style === 'facts') return no(NOT_A_FOLDER)
  const file = { name: style === 'names' ? argument : nameOf(path), attributes: found.value }
  return ok({ pages: onePage([file]), shown: (page) => page })
}

function matching(visit: Visit, folder: string, pattern: string): Promise<Result<Found, Refusal>> {
  return inFolder(visit, pathOf(visit, folder), (page) =>
    page
      .filter(({ name }) => matchesPattern(pattern, name))
      .map(({ name, attributes }) => ({ name: `${folder}${name}`, attributes })),
  )
}

async function inFolder(visit: Visit, path: BytePath, shown: Found['shown']): Promise<Result<Found, Refusal>> {
  const listed = await filesOf(visit).list(path)
  return listed.ok ? ok({ pages: listed.value, shown }) : listed
}

async function* onePage(page: readonly ListedFile[]): AsyncGenerator<readonly ListedFile[]> {
  yield page
}

function nameOf(path: BytePath): string {
  return elementsOf(path).at(-1) ?? ''
}
