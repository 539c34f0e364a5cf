/** The whole way back: a declaration in S is handed over, answered by the simulator, fetched, verified and repeated. */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { awaitNotification } from '../../src/cli/demo/await-notification.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { connect, eventually, makeSet, openSite, type Site, said, setKeyOf } from './gateway.ts'

let site: Site
let gateway: GatewayProcess
let sender: ExampleSender
beforeAll(async () => {
  site = await openSite(
    'simulator.environments=[S]',
    'simulator.delaySeconds=0',
    'answers.scanSeconds=0.1',
    'answers.quietSeconds=0',
  )
  const folder = join(site.folder, 'from-dmfa')
  await mkdir(join(folder, 'R'), { recursive: true })
  gateway = await site.start(`services.1.answers.folder=${folder}`)
  sender = await site.enrol(gateway)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

type Found = {
  submissions: {
    ticket: string
    state: string
    answer: { name: string; result: string } | null
    answers: { name: string; purpose: string; deletedAt: string | null }[]
    timeline: { event: string }[]
  }[]
}

const find = async (name: string) => (await gateway.command('find', name)) as Found

async function fetched(
  client: RemoteClient,
  out: string,
  document: string,
): Promise<Record<'document' | 'signature', string>> {
  const paths = {
    document: join(site.folder, document),
    signature: join(site.folder, document.replace(/^[CF]O/, 'FS')),
  }
  for (const path of Object.values(paths)) {
    const read = await client.read(`/${out}/${path.slice(site.folder.length + 1)}`)
    if (!read.ok) throw new Error(read.problem.message)
    await writeFile(path, read.value)
  }
  return paths
}

test('in S a notification and keys come back, signed; found, deleted, and put back by the operator', async () => {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence: 'A0001', environment: 'S' })
  await pushSet(client, set, () => {})
  const name = (await awaitNotification(client)) ?? ''
  const { document, signature } = await fetched(client, 'OUTTEST-S', name)
  const certificate = join(site.folder, 'certs', 'acknowledgement.crt')
  const verified = await said(['verify', document, signature, '--certificate', certificate, '--json'], site.folder)
  expect([verified.code, JSON.parse(verified.out).good]).toEqual([0, true])
  const { submissions } = await eventually(
    () => find(setKeyOf(set.trigger)),
    (found) => found.submissions[0]?.answers.length === 3,
  )
  expect(submissions).toMatchObject([{ state: 'answered', answer: { name, result: 'accepted' } }])
  expect(submissions[0]?.answers.map(({ purpose }) => purpose)).toEqual(['ACRF', 'DMPI', 'NOTI'])
  await client.remove(`/OUTTEST-S/${name}`)
  const repeated = await site.sluice('answer', 'repeat', name.replace('FO', 'GO'), '--reason', 'lost', '--json')
  expect([repeated.code, JSON.parse(repeated.out)]).toMatchObject([0, { ok: true, name, isRepeated: true }])
  expect(await fetched(client, 'OUTTEST-S', name)).toEqual({ document, signature })
  expect((await site.sluice('answer', 'repeat', 'FO.X', '--reason', 'lost')).code).toBe(1)
})

test('what the service puts into its folder is published compressed for a sender who wants it so', async () => {
  await using client = await connect(gateway, sender)
  const done = await site.sluice('sender', 'compressed-answers', sender.number, 'on', '--reason', 'asked for it')
  expect(done.code).toBe(0)
  const set = await makeSet(site, sender, { sequence: 'A0002' })
  const taken = await pushSet(client, set, () => {})
  const { acknowledgement } = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  const handedOver = join(site.folder, 'spool', 'services', 'DMFA', 'R', acknowledgement.ticket)
  await eventually(
    () => stat(handedOver).catch(() => null),
    (found) => found !== null,
  )
  const folder = join(site.folder, 'from-dmfa', 'R')
  const document = `<NOTIFICATION><Form><Identification>NOTI001</Identification><HandlingResult><ResultCode>0</ResultCode></HandlingResult></Form></NOTIFICATION>`
  await writeFile(join(folder, '.draft'), document)
  await rename(join(folder, '.draft'), join(folder, `${acknowledgement.ticket}.NOTI.xml`))
  const { submissions } = await eventually(
    () => find(setKeyOf(set.trigger)),
    (found) => found.submissions[0]?.state === 'answered',
  )
  const name = submissions[0]?.answer?.name ?? ''
  const { document: path } = await fetched(client, 'OUT', name)
  const zipped = unzipSync(await readFile(path))
  expect([name.slice(0, 8), Object.keys(zipped), Buffer.from(Object.values(zipped)[0] ?? []).toString()]).toEqual([
    'CO.NOTI.',
    [name.replace('CO', 'FO')],
    document,
  ])
  expect(await readdir(folder)).toEqual([])
})

test('the books balance', async () => {
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})
