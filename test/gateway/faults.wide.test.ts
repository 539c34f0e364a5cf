/** What operators fear, done to the real daemon while senders send: nothing is lost, nothing is done twice, and it goes on by itself. */
import { chown, mkdir, symlink } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { runningPid } from '../../src/database/embedded/postmaster.ts'
import type { SftpLink } from '../../src/endpoints/sftp/client-link.ts'
import { notRun as noRedis, redisServer } from '../queues/redis-server.ts'
import { expectDeliveredOnce, makeSets, sendAll } from './flow.ts'
import { openSite, type Site } from './gateway.ts'
import { type Desk, openDesk, PlayedSet } from './played-set.ts'

const MiB = 1024 * 1024
const SCHEMAS = join(import.meta.dirname, 'vectors/schemas')

describe('a gateway on embedded parts', () => {
  let site: Site
  let gateway: GatewayProcess
  let sender: ExampleSender

  beforeAll(async () => {
    const limits = ['limits.partBytes=8 MiB', 'limits.stepAttempts=2', 'limits.reconcileSeconds=1']
    site = await openSite(...limits, `schemas.dir=${SCHEMAS}`, 'drainSeconds=3')
    gateway = await site.start('limits.checkerMemoryBytes=128 MiB')
    sender = await site.enrol(gateway)
  })

  afterAll(async () => {
    await gateway?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
  })

  test('60 connections that never finish their log-in keep nobody out, and are ended (case S6)', async () => {
    const idlers = await Promise.all(Array.from({ length: 60 }, () => idler(gateway)))
    const sets = await makeSets(site, sender, 'A', 2)
    await sendAll(gateway, sender, sets)
    await Promise.all(idlers.map(({ ended }) => ended))
    await expectDeliveredOnce(site, gateway, sender, sets)
  })

  test('kill -9 of the embedded PostgreSQL while sets flow (case K14)', async () => {
    const sets = await makeSets(site, sender, 'B', 16)
    const killed = heard(gateway, 'submission.judged', 3).then(() => killDatabase(site))
    await sendAll(gateway, sender, sets)
    await killed
    await expectDeliveredOnce(site, gateway, sender, sets)
  })

  test('a document that is too much for its checker is parked, others go on, and a person lets it go on (case K16)', async () => {
    await using desk = await openDesk(gateway, sender)
    const parked = heard(gateway, 'submission.parked', 1)
    const huge = new PlayedSet(desk, 'C0099', { document: hugeDeclaration() })
    await huge.put('FI', 'FS', 'GO')
    const sets = await makeSets(site, sender, 'C', 3)
    await sendAll(gateway, sender, sets)
    await parked
    await expectDeliveredOnce(site, gateway, sender, sets)
    const { submissions } = (await gateway.command('parked')) as { submissions: { id: string; reason: string }[] }
    expect(submissions).toMatchObject([{ reason: expect.stringContaining('memory') }])
    expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0, places: { parked: 3 } } })

    await gateway[Symbol.asyncDispose]()
    gateway = await site.start()
    await gateway.command('requeue', submissions[0]?.id ?? '', '--reason', 'it has more memory now')
    await using again = await openDesk(gateway, sender)
    expect(await again.answers.to(huge.trigger)).toEqual([[]])
  })

  test('SIGTERM with 50 uploads under way: those that end in time are kept, the others leave nothing (case K15)', async () => {
    const desks = await Promise.all(Array.from({ length: 5 }, () => openDesk(gateway, sender)))
    const uploads = (await Promise.all(desks.map((desk, at) => tenUploads(desk, at)))).flat()
    const stopped = gateway[Symbol.asyncDispose]()
    const [ending, stuck] = [
      uploads.filter((_, index) => index % 2 === 0),
      uploads.filter((_, index) => index % 2 === 1),
    ]
    const closed = await Promise.all(ending.map(({ close }) => close()))
    expect(closed).toEqual(ending.map(() => true))
    await stopped
    expect(await gateway.ended).toEqual([0, null])
    expect(await Promise.all(stuck.map(({ close }) => close()))).toEqual(stuck.map(() => false))
    gateway = await site.start()
    await using desk = await openDesk(gateway, sender)
    const listed = await desk.client.list('/IN')
    expect(listed.ok && listed.value.map(({ name }) => name).sort()).toEqual(ending.map(({ name }) => name).sort())
    expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0, places: { open: 25 } } })
  })

  test('a spool that is a link is refused with 78, and one of another owner too (case D10)', async () => {
    const [real, link, foreign] = ['real', 'link', 'foreign'].map((name) => join(site.folder, name)) as [
      string,
      string,
      string,
    ]
    for (const folder of [real, foreign]) await mkdir(folder)
    await symlink(real, link)
    await chown(foreign, 12_345, 12_345)
    const said = await Promise.all([link, foreign].map((dir) => site.sluice('start', '--set', `spool.dir=${dir}`)))
    expect(said).toMatchObject([
      { code: 78, out: '', err: expect.stringContaining(`spool.dir: ${link} is not a folder`) },
      { code: 78, out: '', err: expect.stringContaining(`spool.dir: ${foreign} belongs to user 12345`) },
    ])
  })
})

describe('a gateway whose queues are in Redis', () => {
  beforeEach(({ skip }) => skip(noRedis !== null, noRedis ?? ''))

  test('kill -9 and FLUSHALL in the middle of sets: each is delivered, and once (cases Q2, Q3)', async () => {
    await using server = await redisServer()
    await server.start()
    await using site = await openSite(`queues.url=${server.url}`, 'limits.reconcileSeconds=1')
    await using gateway = await site.start()
    const sender = await site.enrol(gateway)
    const sets = await makeSets(site, sender, 'A', 24)
    const faults = [
      heard(gateway, 'delivery.delivered', 2).then(() => flushAll(server.url)),
      heard(gateway, 'delivery.delivered', 6)
        .then(() => server.kill())
        .then(() => server.start()),
      heard(gateway, 'delivery.delivered', 12).then(() => flushAll(server.url)),
    ]
    await sendAll(gateway, sender, sets)
    await expectDeliveredOnce(site, gateway, sender, sets)
    await Promise.all(faults)
    expect(await gateway.command('status')).toMatchObject({ state: 'up', deliveries: { DMFA: { delivered: 24 } } })
  })

  test('kill -9 of Redis, PostgreSQL and the gateway together (case K14)', async () => {
    await using server = await redisServer()
    await server.start()
    await using site = await openSite(`queues.url=${server.url}`, 'limits.reconcileSeconds=1')
    let gateway = await site.start()
    try {
      const sender = await site.enrol(gateway)
      const sets = await makeSets(site, sender, 'A', 12)
      const sending = sendAll(() => gateway, sender, sets)
      await heard(gateway, 'submission.acknowledged', 4)
      await Promise.all([server.kill(), killDatabase(site), gateway.kill()])
      await server.start()
      gateway = await site.start()
      await sending
      await expectDeliveredOnce(site, gateway, sender, sets)
    } finally {
      await gateway[Symbol.asyncDispose]()
    }
  })
})

/** Resolves at the n-th event of a name from now on. */
function heard(gateway: GatewayProcess, event: string, nth: number): Promise<void> {
  let seen = 0
  return new Promise((resolve) => {
    gateway.onEvent((name) => {
      if (name === event && ++seen === nth) resolve()
    })
  })
}

async function killDatabase({ folder }: Site): Promise<void> {
  const pid = await runningPid(join(folder, 'spool', 'postgres', 'cluster'))
  process.kill(pid ?? Number.NaN, 'SIGKILL')
}

async function flushAll(url: string): Promise<void> {
  const client = new Redis(url)
  await client.flushall()
  client.disconnect()
}

/** Reads the greeting and says nothing. */
async function idler({ addresses }: GatewayProcess): Promise<{ ended: Promise<void> }> {
  const socket: Socket = createConnection(addresses.sftp)
  const ended = new Promise<void>((resolve) => socket.on('error', () => {}).once('close', () => resolve()))
  await Promise.race([new Promise((resolve) => socket.once('data', resolve)), ended])
  return { ended }
}

/** Half of ten files, each with a name of its own. */
function tenUploads({ link, sender }: Desk, desk: number) {
  return Promise.all(Array.from({ length: 10 }, (_, index) => halfUpload(link, sender, `D${desk}${index}00`)))
}

async function halfUpload(link: SftpLink, { number }: ExampleSender, sequence: string) {
  const name = `FI.DMFA.${number}.20261101.${sequence}.R.1.1`
  const opened = await link.call<Buffer>((sftp, done) => sftp.open(`/IN/${name}`, 'w', done))
  if (!opened.ok) throw new Error(opened.problem.message)
  const handle = opened.value
  const write = (at: number) => link.order((sftp, done) => sftp.write(handle, Buffer.alloc(1000), 0, 1000, at, done))
  await write(0)
  return {
    name,
    /** The other half and the end; true when the gateway said that it has it. */
    async close(): Promise<boolean> {
      try {
        return (await write(1000)).ok && (await link.order((sftp, done) => sftp.close(handle, done))).ok
      } catch {
        return false
      }
    },
  }
}

/** Of nothing but small elements, of which a tree takes many times the room. */
function hugeDeclaration(): Buffer {
  const text = sampleDeclaration(new Date(), 'huge').toString()
  return Buffer.from(text.replace('</Form>', `${'<N>1</N>'.repeat((4 * MiB) / 8)}</Form>`))
}
