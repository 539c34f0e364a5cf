/** STOR, APPE and RETR. */
import { setImmediate, setTimeout } from 'node:timers/promises'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { BytePath, ClientFiles, OpenFile, OpenFlags } from '../files/client-files.ts'
import { lingering } from './lingering.ts'
import { receiveFile } from './receive-file.ts'
import { reply } from './replies.ts'
import type { DataConnection } from './secure-data.ts'
import { sendFile } from './send-bytes.ts'
import { asTransfer, type Transfer, type TransferEnd } from './transfer.ts'
import { pathOf, type Visit } from './visit.ts'

/** Pieces of an upload that may wait for the store. */
const PIECES_MAX = 256

/** Of the time that an upload took; so small a part costs nobody anything. */
const SETTLE_SHARE = 1 / 25
const SETTLE_SECONDS_MIN = 0.001

const BEYOND_END: Refusal = refusal(
  'SLU-HOLE',
  'The file ends before the place where this transfer shall begin.',
  'Send the file from its beginning.',
)

const READ_ONLY: OpenFlags = {
  read: true,
  write: false,
  append: false,
  create: false,
  truncate: false,
  exclusive: false,
}
const WRITE: OpenFlags = { read: false, write: true, append: false, create: true, truncate: false, exclusive: false }

export function retrieve(visit: Visit, argument: string): Promise<TransferEnd> {
  const from = takeRestart(visit)
  return asTransfer(visit, { direction: 'out', path: argument }, async (transfer) => {
    const opened = await filesOf(visit).open(pathOf(visit, argument), READ_ONLY, {})
    if (!opened.ok) return opened
    await using file = opened.value
    const attributes = await file.attributes()
    if (!attributes.ok) return attributes
    const { size } = attributes.value
    if (from > size) return no(BEYOND_END)
    const data = await transfer.connect(visit)
    if (!data.ok) return ok(data.problem)
    const sent = await sendFile(data.value, file, from, size, transfer.count)
    if (!sent.ok) return sent
    lingering(visit, data.value)
    return ok(reply(sent.value ? 'sent' : (transfer.early ?? 'cutOff')))
  })
}

/** `append` goes on where the file ends; after REST the file is written from there and ends with what comes. */
export function store(visit: Visit, argument: string, how: 'replace' | 'append'): Promise<TransferEnd> {
  const from = takeRestart(visit)
  const announcedBytes = visit.announcedBytes
  visit.announcedBytes = null
  return asTransfer(visit, { direction: 'in', path: argument }, async (transfer) => {
    const opened = await openToWrite(filesOf(visit), pathOf(visit, argument), how === 'append' ? 'end' : from)
    if (!opened.ok) return opened
    await using file = opened.value.file
    const data = await transfer.connect(visit)
    if (!data.ok) return ok(data.problem)
    return await receive(visit, transfer, data.value, { ...opened.value, file, announcedBytes })
  })
}

type Receiving = { readonly file: OpenFile; readonly offset: number; readonly announcedBytes: number | null }

async function receive(
  visit: Visit,
  transfer: Transfer,
  data: DataConnection,
  { file, offset, announcedBytes }: Receiving,
): Promise<TransferEnd> {
  const { flowTotal, limits } = visit.house
  const flows = { total: flowTotal, limits: { inFlightBytes: limits.inFlightBytes, requests: PIECES_MAX } }
  const reception = await receiveFile(data, file, offset, flows, transfer)
  if (reception.ended === 'refused') return no(reception.refusal)
  await settle(visit, transfer)
  const isUnheard = !visit.isDataPrivate && visit.control.isPaused // too many commands lie before what it would tell
  const isGone = visit.control.hasEnded || isUnheard || transfer.early !== null
  if (!isGone && reception.ended === 'whole') return close(transfer, data, file)
  if (!isGone && reception.ended === 'notAnnounced' && isForgiven(visit, transfer, announcedBytes))
    return close(transfer, data, file)
  data.destroy()
  return ok(reply(transfer.early ?? (reception.ended === 'notAnnounced' ? 'endNotAnnounced' : 'cutOff')))
}

/**
 * A client that is killed closes both its connections, in any order and not quite at once: only when the other one is known to be open is this the end
 * of the file (case F6). Everything that came together is looked at; in clear, where the end of the data says nothing, a little longer, in proportion to
 * how long the client had for dying in mid file.
 */
async function settle({ house, isDataPrivate }: Visit, transfer: Transfer): Promise<void> {
  await setImmediate()
  await setImmediate()
  const seconds = Math.min(house.limits.settleSeconds, transfer.seconds * SETTLE_SHARE)
  if (!isDataPrivate && seconds >= SETTLE_SECONDS_MIN) await setTimeout(seconds * 1000)
}

/** The end of an upload: ok is the promise that the file is kept. */
async function close(transfer: Transfer, data: DataConnection, file: OpenFile): Promise<TransferEnd> {
  transfer.close()
  data.stream.end()
  const closed = await file.close()
  data.destroy()
  return closed.ok ? ok(reply('taken')) : closed
}

/** Some clients never announce the end; with the size told before, a cut cannot go unnoticed (case F7). */
function isForgiven({ security }: Visit, { bytes }: Transfer, announcedBytes: number | null): boolean {
  return security?.tls.closeNotify === 'optional' && bytes === announcedBytes
}

async function openToWrite(
  files: ClientFiles,
  path: BytePath,
  from: number | 'end',
): Promise<Result<{ file: OpenFile; offset: number }, Refusal>> {
  const flags = { ...WRITE, append: from === 'end', truncate: from === 0 }
  const opened = await files.open(path, flags, {})
  if (!opened.ok || from === 0) return opened.ok ? ok({ file: opened.value, offset: 0 }) : opened
  const file = opened.value
  const placed = await offsetIn(file, from)
  if (placed.ok) return ok({ file, offset: placed.value })
  await file[Symbol.asyncDispose]()
  return placed
}

/** Cuts the file where it is to go on. */
async function offsetIn(file: OpenFile, from: number | 'end'): Promise<Result<number, Refusal>> {
  const attributes = await file.attributes()
  if (!attributes.ok) return attributes
  const { size } = attributes.value
  if (from === 'end' || from === size) return ok(size)
  if (from > size) return no(BEYOND_END)
  const cut = await file.change({ size: from })
  return cut.ok ? ok(from) : cut
}

function takeRestart(visit: Visit): number {
  const { restartAt } = visit
  visit.restartAt = 0
  return restartAt
}

function filesOf({ guest }: Visit): ClientFiles {
  if (!guest) throw new TypeError('a transfer without a log-in')
  return guest.files
}
