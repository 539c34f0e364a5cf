/** A disk that fills up or turns read-only under the real daemon: refused in words, nothing lost, and it goes on by itself. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Database } from '../../src/database/database.ts'
import type { SftpClient } from '../../src/endpoints/sftp/client.ts'
import { testDatabase } from '../support/test-database.ts'
import { expectDeliveredOnce, makeSets, sendAll } from './flow.ts'
import { connect, eventually, openSite, type Site } from './gateway.ts'
import { openDesk, PlayedSet } from './played-set.ts'
import { noSmallDisk, type SmallDisk, smallDisk } from './small-disk.ts'

const MiB = 1024 * 1024

const reason = noSmallDisk()

/** The spool is on a small disk of its own, the database is not. */
let database: Database
let site: Site
let disk: SmallDisk
let sender: ExampleSender

beforeEach(({ skip }) => skip(reason !== undefined, reason))

beforeAll(async () => {
  if (reason !== undefined) return
  database = await testDatabase()
  const { user, port, host, database: name } = database.connection
  site = await openSite(`database.url=postgres://${user}@localhost:${port}/${name}?host=${host}`)
  disk = await smallDisk(join(site.folder, 'spool'), 64)
  await using gateway = await site.start()
  sender = await site.enrol(gateway)
})

afterAll(async () => {
  for (const opened of [disk, site, database]) await opened?.[Symbol.asyncDispose]()
})

test('below the reserve uploads are refused, answers go on, and uploads are taken again when there is room (case D3)', async () => {
  await using gateway = await site.start('limits.diskReserveBytes=16 MiB')
  await using desk = await openDesk(gateway, sender)
  const begun = new PlayedSet(desk, 'A0009', {})
  await begun.put('FI', 'FS')
  await disk.fill(8 * MiB)
  expect(await refusalOf(desk.client)).toMatch(/^SLU-DISK: /)
  await begun.put('GO')
  expect(await desk.answers.to(begun.trigger)).toEqual([[]])
  await disk.empty()
  const sets = await makeSets(site, sender, 'A', 2)
  await sendAll(gateway, sender, sets)
  await expectDeliveredOnce(site, gateway, sender, sets)
})

test('on a full disk uploads are refused and leave nothing, and what was begun is answered when there is room (case D1)', async () => {
  await using gateway = await site.start('limits.diskReserveBytes=0')
  await using desk = await openDesk(gateway, sender)
  const begun = new PlayedSet(desk, 'B0009', {})
  await begun.put('FI', 'FS')
  await disk.fill(0)
  expect(await refusalOf(desk.client)).toMatch(/^SLU-DISK: /)
  expect(await readdir(join(site.folder, 'spool', 'incoming'))).toEqual([])
  await begun.put('GO')
  expect(begun.refusals).toEqual([])
  await disk.empty()
  expect(await desk.answers.to(begun.trigger)).toEqual([[]])
  const sets = await makeSets(site, sender, 'B', 2)
  await sendAll(gateway, sender, sets)
  await expectDeliveredOnce(site, gateway, sender, sets)
})

test('on a read-only disk uploads are refused, the console says why, and writing goes on when it can (case D6)', async () => {
  await using gateway = await site.start()
  await using desk = await openDesk(gateway, sender)
  await eventually(
    () =>
      disk.remount('ro').then(
        () => true,
        () => false,
      ),
    (isDone) => isDone,
  )
  expect(await refusalOf(desk.client)).toMatch(/^SLU-(STORE|DISK): /)
  expect(await spoolHealth(gateway)).toMatchObject({ state: expect.stringMatching(/down|degraded/) })
  await disk.remount('rw')
  const sets = await makeSets(site, sender, 'C', 2)
  await sendAll(gateway, sender, sets)
  await expectDeliveredOnce(site, gateway, sender, sets)
  expect(await gateway.command('status')).toMatchObject({ state: 'up' })
})

test('when the database has no room either, what was acknowledged is still there and is answered afterwards (case D1)', async () => {
  await using whole = await openSite('limits.diskReserveBytes=0')
  await using small = await smallDisk(join(whole.folder, 'spool'), 256)
  await using gateway = await whole.start()
  const enrolled = await whole.enrol(gateway)
  const sets = await makeSets(whole, enrolled, 'D', 8)
  await sendAll(gateway, enrolled, sets.slice(0, 2))
  await small.fill(0)
  const sending = sendAll(gateway, enrolled, sets.slice(2))
  await using client = await connect(gateway, enrolled)
  expect(await refusalOf(client)).toMatch(/^SLU-(STORE|DISK): /)
  await small.empty()
  await sending
  await expectDeliveredOnce(whole, gateway, enrolled, sets)
})

/** What the gateway says once it takes no upload any more. */
async function refusalOf(client: SftpClient): Promise<string> {
  const outcome = await eventually(
    () => client.put('/IN/.probe', Buffer.alloc(MiB)),
    ({ ok }) => !ok,
  )
  return outcome.ok ? '' : outcome.problem.message
}

async function spoolHealth({ addresses }: GatewayProcess): Promise<unknown> {
  const { host, port } = addresses.console
  const answer = await fetch(`http://${host}:${port}/readyz`)
  const { dependencies } = (await answer.json()) as { dependencies: { spool: unknown } }
  return dependencies.spool
}
