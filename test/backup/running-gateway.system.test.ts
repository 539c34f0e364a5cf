/** A gateway with work in every state is backed up while senders go on, and put back on an empty machine. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { FOLDERS } from '../../src/batch/environment.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { pushSet } from '../../src/cli/send-sets.ts'
import type { Queries } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { Answers } from '../gateway/answers.ts'
import { makeSets, sendAll } from '../gateway/flow.ts'
import { connect, eventually, makeSet, openSite, type Site, setKeyOf } from '../gateway/gateway.ts'

const BEFORE = 6
const MEANWHILE = 12

test('cases O5 and T4: what was backed up while senders went on is whole on an empty machine, and goes on', async () => {
  await using site = await openSite()
  const gateway = await site.start()
  const sender = await site.enrol(gateway)
  const known = await workInEveryState(site, gateway, sender)
  const before = await seenBy(gateway, sender, known.keys)

  const meanwhile = await makeSets(site, sender, 'M', MEANWHILE)
  const backups = join(site.folder, 'backups')
  const [made] = await Promise.all([
    site.sluice('backup', backups, '--with-keys', '--json'),
    sendAll(gateway, sender, meanwhile),
  ])
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(made.out)).toMatchObject({ ok: true, lost: [] })
  const names = await outNames(gateway, sender)
  await gateway.kill()

  await using other = await openSite()
  await rm(join(other.folder, 'certs'), { recursive: true })
  const restored = await other.sluice('restore', backups, '--with-keys', '--json')
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(restored.out)).toMatchObject({ ok: true, damaged: [], there: 0, migrated: [] })
  await using second = await other.start()
  expect(await seenBy(second, sender, known.keys)).toEqual(before)
  expect(await second.command('queues', 'resume', 'DMFA', '--reason', 'restored')).toMatchObject({ ok: true })
  await eventually(
    () => withQueries(other, (queries) => deliveryStates(queries, known.keys)),
    (states) => states.every((state) => state === 'delivered' || state === 'parked'),
  )
  // what came after the backup is sent again by its sender, and answered under a name that was never used
  const late = await makeSet(other, sender, { sequence: 'Z0001' })
  await using client = await connect(second, sender)
  await pushSet(client, known.open, () => {})
  await pushSet(client, late, () => {})
  const answers = new Answers(client)
  expect([await answers.to(known.open.trigger), await answers.to(late.trigger)]).toEqual([[[]], [[]]])
  const fresh = (await outNames(second, sender)).filter((name) => !names.includes(name))
  expect(fresh.length).toBeGreaterThan(0)
  expect(await second.command('status')).toMatchObject({ books: { imbalance: 0 } })
  expect((await other.sluice('doctor', '--json')).out).toContain('"name":"books","state":"ok"')
})

type Known = { readonly keys: readonly string[]; readonly open: Awaited<ReturnType<typeof makeSet>> }

/** Delivered, rejected, parked, in doubt, waiting at a paused service, and one that waits for its GO. */
async function workInEveryState(site: Site, gateway: GatewayProcess, sender: ExampleSender): Promise<Known> {
  await using client = await connect(gateway, sender)
  const send = async (sequence: string, wish: { document?: Buffer } = {}) => {
    const set = await makeSet(site, sender, { sequence, ...wish })
    await pushSet(client, set, () => {})
    return set
  }
  const answers = new Answers(client)
  const first = await send('A0001')
  const wrong = await send('A0002', { document: Buffer.from('<no declaration/>') })
  await answers.to(first.trigger)
  await eventually(
    () => withQueries(site, (queries) => deliveryStates(queries, [setKeyOf(first.trigger)])),
    (states) => states.length === 1 && states[0] === 'delivered',
  )
  await gateway.command('queues', 'pause', 'DMFA', '--reason', 'a backup is tried')
  const waiting = []
  for (let number = 3; number < BEFORE; number++) waiting.push(await send(`A000${number}`))
  for (const { trigger } of [wrong, ...waiting]) await answers.to(trigger)
  const [doubtful, parked] = waiting.map(({ trigger }) => setKeyOf(trigger))
  await withQueries(site, async (queries) => {
    await setDelivery(queries, doubtful, 'inDoubt')
    await setDelivery(queries, parked, 'parked')
  })
  const open = await makeSet(site, sender, { sequence: 'A0009' })
  await pushSet(client, { ...open, files: open.files.slice(0, 1) }, () => {}).catch(() => {})
  const keys = [first, wrong, ...waiting].map(({ trigger }) => setKeyOf(trigger))
  return { keys, open }
}

/** What operators and the sender see: the documents of `sluice find`, and the bytes of every answer to these sets. */
async function seenBy(gateway: GatewayProcess, sender: ExampleSender, keys: readonly string[]) {
  await using client = await connect(gateway, sender)
  const found = await Promise.all(keys.map((key) => gateway.command('find', key)))
  const answers: Record<string, string> = {}
  for (const { acknowledgement } of found.flatMap((one) => (one as Found).submissions)) {
    for (const mark of ['FO', 'FS', 'GO']) {
      const name = `${mark}.${acknowledgement.name.slice(3)}`
      const content = await client.read(`/OUT/${name}`)
      answers[name] = content.ok ? content.value.toString('base64') : content.problem.message
    }
  }
  return { found, answers }
}

type Found = { readonly submissions: readonly { readonly acknowledgement: { readonly name: string } }[] }

async function outNames(gateway: GatewayProcess, sender: ExampleSender): Promise<string[]> {
  await using client = await connect(gateway, sender)
  const lists = await Promise.all(FOLDERS.map(({ out }) => client.list(`/${out}`)))
  return lists.flatMap((list) => (list.ok ? list.value.map(({ name }) => name) : []))
}

async function withQueries<Value>({ folder }: Site, work: (queries: Queries) => Promise<Value>): Promise<Value> {
  const place = { spoolDir: join(folder, 'spool'), role: 'command', poolSize: 1, log: silentLog } as const
  await using database = await openDatabase(place)
  return await work(database.queries)
}

async function setDelivery(queries: Queries, key: string | undefined, state: string): Promise<void> {
  await sql`
    update delivery set state = ${state}, attempts = 3, last_error = 'no answer' from accepted_name
    where set_key = ${key} and accepted_name.submission_id = delivery.submission_id`.execute(queries)
}

async function deliveryStates(queries: Queries, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`
    select state from delivery join accepted_name using (submission_id) where set_key = any(${[...keys]}::text[])`.execute(
    queries,
  )
  return rows.map(({ state }) => state)
}
