import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { nameDate } from '../../src/batch/dates.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { SftpLink } from '../../src/endpoints/sftp/client-link.ts'
import { connect, eventually, openSite } from './gateway.ts'

const BYTES = 256 * 1024
/** Of 50 uploads that are in the middle when the stop comes, so many go on, and so many never send another byte. */
const GOING_ON = 30
const STALLED = 20

test('case K15: an upload that is under way at a stop is taken whole, or leaves nothing', async () => {
  await using site = await openSite('drainSeconds=8')
  const first = await site.start()
  const sender = await site.enrol(first)
  const uploads: Upload[] = []
  for (let number = 0; number < GOING_ON + STALLED; number++) uploads.push(await begin(first, sender, number))

  const stopping = heard(first, 'gateway.stopping')
  const ended = first[Symbol.asyncDispose]()
  await stopping
  await expect(connect(first, sender)).rejects.toThrow(Unavailable)
  const ends = await Promise.all(uploads.map((upload, number) => (number < GOING_ON ? goOn(upload) : stall(upload))))
  await ended
  expect(await first.ended).toEqual([0, null])
  expect(ends).toEqual([...Array(GOING_ON).fill('taken'), ...Array(STALLED).fill('cut')])

  await using second = await site.start()
  await using client = await connect(second, sender)
  const listed = await client.list('/IN')
  const there = listed.ok ? listed.value.map(({ name, bytes }) => [name, bytes]).sort() : []
  expect(there).toEqual(uploads.slice(0, GOING_ON).map(({ name }) => [name, BYTES]))
  const books = { imbalance: 0, places: { open: GOING_ON } }
  expect(await second.command('status')).toMatchObject({ books })
  await eventually(
    () => readdir(join(site.folder, 'spool', 'incoming')),
    (names) => names.length === 0,
  )
})

type Upload = { readonly name: string; readonly link: SftpLink; readonly handle: Buffer }

/** A connection of its own, with the first half of a file on it. */
async function begin({ addresses }: GatewayProcess, sender: ExampleSender, number: number): Promise<Upload> {
  const { userName: username, sshKey: privateKey } = sender
  const link = await SftpLink.open({ ...addresses.sftp, username, privateKey })
  const sequence = `K${String(number).padStart(4, '0')}`
  const name = `FI.DMFA.${sender.number}.${nameDate(new Date())}.${sequence}.R.1.1`
  const opened = await link.call<Buffer>((sftp, done) => sftp.open(`/IN/${name}`, 'w', done))
  if (!opened.ok) throw new Error(opened.problem.message)
  const upload = { name, link, handle: opened.value }
  expect(await write(upload, 0)).toEqual({ ok: true, value: undefined })
  return upload
}

async function goOn(upload: Upload): Promise<'taken' | string> {
  const written = await write(upload, BYTES / 2)
  const closed = await upload.link.order((sftp, done) => sftp.close(upload.handle, done))
  await upload.link[Symbol.asyncDispose]()
  if (!written.ok) return written.problem.message
  return closed.ok ? 'taken' : closed.problem.message
}

/** Until its connection is ended; a question that is never asked would not hear of it. */
async function stall({ link }: Upload): Promise<'cut'> {
  await eventually(
    () => link.call((sftp, done) => sftp.stat('/IN', done)).catch((error: unknown) => error),
    (answer) => answer instanceof Unavailable,
  )
  return 'cut'
}

function write({ link, handle, name }: Upload, at: number) {
  const half = Buffer.alloc(BYTES / 2, name)
  return link.order((sftp, done) => sftp.write(handle, half, 0, half.length, at, done))
}

function heard(gateway: GatewayProcess, event: string): Promise<void> {
  return new Promise((resolve) => {
    gateway.onEvent((seen) => {
      if (seen === event) resolve()
    })
  })
}
