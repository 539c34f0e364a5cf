/** What becomes of the whole gateway when the disk of its spool, on which its database lies too, is full or fails (cases D1, D2, D3, D6). */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import pg from 'pg'
import { beforeEach, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { expectDeliveredOnce, type MadeSet, makeSets, sendAll } from './flow.ts'
import { connect, eventually, openSite, type Site } from './gateway.ts'
import { readiness, told } from './readiness.ts'
import { noSmallDisk, type SmallDisk, smallDisk } from './small-disk.ts'

const KiB = 1024
const MiB = 1024 * KiB
const NO_ROOM =
  'SLU-DISK: The gateway has no room for further files now. Send the file again later; nothing that was accepted is lost.'
const SILENT = 'SLU-STORE: The store does not answer; nothing was kept. Try again later.'

const reason = noSmallDisk()
beforeEach(({ skip }) => skip(reason !== undefined, reason))

test('case D1: a full disk refuses what it has no room for and keeps what it took', () =>
  onStage(
    { mebibytes: 300, settings: ['limits.diskReserveBytes=0'] },
    async ({ site, gateway, disk, client, sets }) => {
      const [half, ...others] = sets
      await put(client, half!, 'FI', 'FS')

      await disk.fill(256 * KiB)
      const large = await client.put('/IN/large.part', Buffer.alloc(4 * MiB, 'x'))
      expect(large).toMatchObject({ ok: false, problem: { message: NO_ROOM } })
      await eventually(
        () => readdir(join(site.folder, 'spool', 'incoming')),
        (names) => names.length === 0,
      )

      await disk.fill(0)
      await told(gateway, 'spool', 'down', 'The spool has no room for another file (ENOSPC).')
      await useUpDatabase(site)
      await told(gateway, 'database', 'down', 'No space left on device')
      expect(await refusalOf(client, half!, 'GO')).toBe(SILENT)
      await disk.empty()
      return [half!, ...others]
    },
  ))

test('case D2: a disk without inodes refuses new files and still takes triggers', () =>
  onStage({ mebibytes: 300, inodes: 4096 }, async ({ gateway, sender, disk, client, sets }) => {
    const [first, half, ...others] = sets
    await sendAll(gateway, sender, [first!])
    await put(client, half!, 'FI', 'FS')

    await disk.fillFiles()
    expect(await refusalOf(client, others[0]!, 'FI')).toBe(NO_ROOM)
    await told(gateway, 'spool', 'down', 'The spool has no room for another file (ENOSPC).')
    // the empty file is a blob that is there already: the set is ours, and its answer follows when there is room for it
    await put(client, half!, 'GO')
    await disk.empty()
    return others
  }))

test('case D3: below the reserve new files are refused, while triggers, answers and hand-overs still work', () =>
  onStage({ mebibytes: 300, settings: ['limits.diskReserveBytes=64 MiB'] }, async (scene) => {
    const { site, gateway, sender, disk, client, sets } = scene
    const [half, ...others] = sets
    await put(client, half!, 'FI', 'FS')

    await disk.fill(60 * MiB)
    await told(gateway, 'spool', 'degraded', 'less than limits.diskReserveBytes: uploads are refused')
    // what was known of the disk within the last second still holds
    await eventually(
      () => refusalOf(client, others[0]!, 'FI'),
      (message) => message === NO_ROOM,
    )
    await put(client, half!, 'GO')
    await expectDeliveredOnce(site, gateway, sender, [half!])
    await disk.empty()
    return others
  }))

test('case D6: a disk that becomes read-only, is taken away and comes back mended costs nothing that was accepted', () =>
  onStage({ mebibytes: 300 }, async ({ site, gateway, sender, disk, client, sets }) => {
    const [first, half, ...others] = sets
    await sendAll(gateway, sender, [first!])
    await put(client, half!, 'FI', 'FS')

    await disk.fail()
    await told(gateway, 'spool', 'down', 'The spool is read-only (EROFS).')
    await told(gateway, 'database', 'down', 'The embedded PostgreSQL ended and does not start again')
    expect(await refusalOf(client, others[0]!, 'FI')).toBe(SILENT)
    expect(await refusalOf(client, half!, 'GO')).toBe(SILENT)

    await disk.takeAway()
    await told(gateway, 'database', 'down', 'is the spool mounted?')
    // no new database was made in the bare folder
    expect(await readdir(join(site.folder, 'spool'))).toEqual([])
    await disk.bringBack()
    return [half!, ...others]
  }))

type Scene = {
  readonly site: Site
  readonly disk: SmallDisk
  readonly gateway: GatewayProcess
  readonly sender: ExampleSender
  /** Logged in before anything happens. */
  readonly client: RemoteClient
  readonly sets: readonly MadeSet[]
}

type Stage = { readonly mebibytes: number; readonly inodes?: number; readonly settings?: readonly string[] }

/**
 * A gateway whose spool is a disk of its own. After the play, which says what is still to be sent, it goes on without a restart, and every
 * set ends once.
 */
async function onStage(
  { mebibytes, inodes, settings = [] }: Stage,
  play: (scene: Scene) => Promise<readonly MadeSet[]>,
): Promise<void> {
  await using site = await openSite(...settings)
  await using disk = await smallDisk(join(site.folder, 'spool'), mebibytes, inodes)
  await using gateway = await site.start()
  const sender = await site.enrol(gateway)
  await using client = await connect(gateway, sender)
  const sets = await makeSets(site, sender, 'D', 4)
  const left = await play({ site, disk, gateway, sender, client, sets })
  await eventually(
    () => readiness(gateway),
    ({ state }) => state === 'up',
  )
  await sendAll(gateway, sender, left)
  await expectDeliveredOnce(site, gateway, sender, sets)
}

async function put(client: RemoteClient, set: MadeSet, ...marks: readonly string[]): Promise<void> {
  for (const mark of marks) expect(await upload(client, set, mark)).toEqual({ ok: true, value: undefined })
}

/** What the gateway said instead of taking the file; nothing when it took it. */
async function refusalOf(client: RemoteClient, set: MadeSet, mark: string): Promise<string | undefined> {
  const taken = await upload(client, set, mark)
  return taken.ok ? undefined : taken.problem.message
}

async function upload(client: RemoteClient, { files }: MadeSet, mark: string) {
  const path = files.find((file) => basename(file).startsWith(mark)) ?? ''
  return await client.put(`/IN/${basename(path)}`, await readFile(path))
}

/** Has PostgreSQL write its log until it has no room for more of it. */
async function useUpDatabase({ folder }: Site): Promise<void> {
  const client = new pg.Client({
    host: join(folder, 'spool', 'postgres', 'socket'),
    user: SUPERUSER,
    database: 'postgres',
  })
  client.on('error', () => {}) // the statement tells it
  await client.connect()
  const writeOn = async (): Promise<void> => {
    for (;;) await client.query("select pg_logical_emit_message(true, 'test', repeat('x', 1000000))")
  }
  await expect(writeOn()).rejects.toThrow()
  await client.end().catch(() => {})
}
