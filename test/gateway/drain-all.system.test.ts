/** Case K15 on every door at once, with hand-overs under way and a backup that is being made. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { nameDate } from '../../src/batch/dates.ts'
import { openBackup } from '../../src/cli/backup/open-backup.ts'
import { connectOverWeb } from '../../src/cli/demo/connections.ts'
import { FtpLink } from '../../src/endpoints/ftp/client-link.ts'
import { SftpLink } from '../../src/endpoints/sftp/client-link.ts'
import { gate } from '../registry/fixtures.ts'
import { expectDeliveredOnce, makeSets, sendAll } from './flow.ts'
import { connect, FIXED_LINK, openSite } from './gateway.ts'

const BYTES = 128 * 1024
const OF_EACH_DOOR = 16
const HANDED_OVER = 12

test('case K15: uploads over SFTP, FTPS and the web service, hand-overs and a backup at a stop: whole or not at all', async () => {
  await using site = await openSite(FIXED_LINK, 'drainSeconds=20')
  const first = await site.start()
  const sender = await site.enrol(first, 2)
  const sets = await makeSets(site, sender, 'H', HANDED_OVER)
  await first.command('queues', 'pause', 'DMFA', '--reason', 'hand-overs under way at the stop')
  await sendAll(first, sender, sets)
  const backups = join(site.folder, 'backups')

  const go = gate()
  const doors = { S: overSftp, F: overFtp, W: overWeb }
  const uploads = Object.entries(doors).flatMap(([letter, open]) =>
    Array.from({ length: OF_EACH_DOOR }, (_, number) => begin(letter, number, open)),
  )
  await Promise.all(uploads.map(({ begun }) => begun))
  await first.command('queues', 'resume', 'DMFA', '--reason', 'hand-overs under way at the stop')
  const backup = site.sluice('backup', backups, '--json')
  const stopping = new Promise<void>((resolve) =>
    first.onEvent((event) => void (event === 'gateway.stopping' && resolve())),
  )
  const ended = first[Symbol.asyncDispose]()
  await stopping
  go.open()
  const ends = await Promise.all(uploads.map(({ name, end }) => end.then((taken) => [name, taken] as const)))
  await ended
  expect(await first.ended).toEqual([0, null])
  const made = await backup
  if (made.code === 0) expect((await openBackup(backups)).manifest.lost).toEqual([])
  else expect([made.code, made.out]).toEqual([75, ''])

  await using second = await site.start()
  await using client = await connect(second, sender)
  const listed = await client.list('/IN')
  const names = new Set(uploads.map(({ name }) => name))
  const there = listed.ok ? listed.value.filter(({ name }) => names.has(name)) : []
  const taken = ends.filter(([, isTaken]) => isTaken).map(([name]) => name)
  expect(there.map(({ name, bytes }) => `${name} ${bytes}`).sort()).toEqual(
    taken.map((name) => `${name} ${BYTES}`).sort(),
  )
  expect(taken).toHaveLength(3 * OF_EACH_DOOR)
  await expectDeliveredOnce(site, second, sender, sets)

  type Door = (name: string, content: Readable) => Promise<boolean>

  /** Its second half follows when the gateway has been told to stop. */
  function begin(letter: string, number: number, open: Door) {
    const name = `FI.DMFA.${sender.number}.${nameDate(new Date())}.${letter}${String(number).padStart(4, '0')}.R.1.1`
    const half = Buffer.alloc(BYTES / 2, name)
    const { passed, open: begun } = gate()
    async function* halves() {
      yield half
      begun()
      await go.passed
      yield half
    }
    return { name, begun: passed, end: open(name, Readable.from(halves())) }
  }

  async function overSftp(name: string, content: Readable): Promise<boolean> {
    const { userName: username, sshKey: privateKey } = sender
    await using link = await SftpLink.open({ ...first.addresses.sftp, username, privateKey })
    const opened = await link.call<Buffer>((sftp, done) => sftp.open(`/IN/${name}`, 'w', done))
    if (!opened.ok) return false
    let at = 0
    for await (const chunk of content) {
      const position = at
      at += chunk.length
      await link.order((sftp, done) => sftp.write(opened.value, chunk, 0, chunk.length, position, done))
    }
    return (await link.order((sftp, done) => sftp.close(opened.value, done))).ok
  }

  async function overFtp(name: string, content: Readable): Promise<boolean> {
    const trust = { authorities: await readFile(join(site.folder, 'certs', 'tls.crt'), 'utf8') }
    await using link = await FtpLink.open({ ...first.addresses.ftp, ...sender.ftp!, tls: trust })
    const sent = await link.call((ftp) => ftp.uploadFrom(content, `/IN/${name}`))
    return sent.ok
  }

  async function overWeb(name: string, content: Readable): Promise<boolean> {
    await using client = await connectOverWeb(first, site.folder, sender)
    const half = Buffer.alloc(BYTES / 2, name)
    const part = {
      name: 'declaration',
      fileName: name,
      bytes: BYTES,
      sha256: sha256(Buffer.concat([half, half])),
    } as const
    const setName = name.split('.').slice(1, 7).join('.')
    return (await client.send({ setName, go: false, parts: [{ ...part, open: () => content }] })).ok
  }
})
