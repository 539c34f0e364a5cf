/** The engine in front of a real mailbox: what hostile names and lost replies come to there (cases F11, F13, F22). */
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { mailboxFiles } from '../../../src/endpoints/files/mailbox-files.ts'
import {
  books,
  closeRig,
  listed,
  openRig,
  type Rig,
  SENDER,
  sealDue,
  sealedSets,
  timePasses,
} from '../../mailbox/rig.ts'
import { ODD_NAMES } from './odd-names.ts'
import { bytesOf, member, type RawClient, reset } from './raw-client.ts'
import { type FtpScene, startFtp, until } from './rig.ts'

const SET = 'DMFA.123456.20261123.00001.R.1.1'
const [FI, FS, GO] = [`FI.${SET}`, `FS.${SET}`, `GO.${SET}`]

let rig: Rig
let scene: FtpScene

beforeEach(async () => {
  rig = await openRig()
  const { mailbox } = rig
  scene = await startFtp({
    files: (login) => mailboxFiles(mailbox, { ...SENDER, channel: 'ftp', session: login.name }),
  })
})

afterEach(async () => {
  await scene[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
})

afterAll(closeRig)

test.each([...ODD_NAMES, ['a space', 'a b'], ['a glob', 'a*b']] as const)(
  'case F13: a name with %s is refused by SLU-NAME, and nothing is made',
  async (_, name) => {
    await using client = await member(scene.port)
    await client.ask('CWD IN')
    for (const verb of ['STOR', 'APPE']) {
      await client.passivePort()
      expect(await client.ask(`${verb} ${name}`)).toMatch(/^553 SLU-NAME/)
    }
    expect(await client.codeOf(`MKD ${name}`)).toMatch(/^55[03]$/)
    expect(await client.ask('PWD')).toBe('257 "/IN" is the current folder.')
    expect(await listed(rig, 'IN')).toEqual([])
    expect(await books(rig.database)).toEqual({})
  },
)

test('case F6: a client that dies in mid file leaves nothing in the mailbox', async () => {
  const client = await member(scene.port)
  const { raw } = await client.transfer(`STOR /IN/${FI}`)
  raw.write('half a declarat')
  await until(async () => (await client.ask('STAT')).includes('15 bytes so far'))
  await reset(client.raw)
  await bytesOf(raw)
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  expect(await listed(rig, 'IN')).toEqual([])
  expect(await books(rig.database)).toEqual({})
})

test('case F22: when 226 was lost and STOR is repeated before GO there is one current version', async () => {
  await storedButNotTold(`/IN/${FI}`, 'content')
  await using client = await member(scene.port)
  await stored(client, `/IN/${FI}`, 'content')
  await stored(client, `/IN/${FS}`, 'signature')
  await stored(client, `/IN/${GO}`, '')
  expect(await sealedSets(rig.database)).toEqual([{ why: expect.any(String), members: [FI, FS, GO] }])
  await until(async () => (await books(rig.database)).superseded === 1)
})

test('case F22: when 226 of GO was lost and GO is repeated there is one seal', async () => {
  await using client = await member(scene.port)
  await stored(client, `/IN/${FI}`, 'content')
  await stored(client, `/IN/${FS}`, 'signature')
  await storedButNotTold(`/IN/${GO}`, '')
  await until(async () => (await sealedSets(rig.database)).length === 1)
  await stored(client, `/IN/${GO}`, '')
  await timePasses(rig.database, 60)
  expect(await sealDue(rig)).toEqual([])
  expect(await sealedSets(rig.database)).toEqual([{ why: expect.any(String), members: [FI, FS, GO] }])
})

test('case F11: REST into a sealed set is refused', async () => {
  await using client = await member(scene.port)
  await stored(client, `/IN/${FI}`, 'content')
  await stored(client, `/IN/${FS}`, 'signature')
  await stored(client, `/IN/${GO}`, '')
  await client.ask('REST 3')
  await client.passivePort()
  expect(await client.ask(`STOR /IN/${FI}`)).toMatch(/^55\d SLU-(SEALED|HOLE)/)
})

test('case F11: REST 100 on a new file and beyond the end of one leave a hole, which is refused', async () => {
  await using client = await member(scene.port)
  await stored(client, `/IN/${FI}`, 'content')
  for (const name of [FI, FS]) {
    await client.ask('REST 100')
    await client.passivePort()
    expect(await client.ask(`STOR /IN/${name}`)).toMatch(/^554 SLU-HOLE/)
  }
  expect(await client.ask(`SIZE /IN/${FI}`)).toBe('213 7')
  expect(await listed(rig, 'IN')).toEqual([FI])
})

test('case F11: REST on an unsealed file goes on where it says', async () => {
  await using client = await member(scene.port)
  await stored(client, `/IN/${FI}`, 'content')
  await client.ask('REST 3')
  await stored(client, `/IN/${FI}`, 'tinued')
  expect(await client.ask(`SIZE /IN/${FI}`)).toBe('213 9')
})

test('two sessions on one file of a set end with one current version, and each is told', async () => {
  await using one = await member(scene.port)
  await using two = await member(scene.port, 'other')
  const first = await one.transfer(`STOR /IN/${FI}`)
  const second = await two.transfer(`STOR /IN/${FI}`)
  first.stream.end('of the first')
  second.stream.end('of the second one')
  const codes = [await one.code(), await two.code()]
  expect(codes.filter((code) => code === '226').length).toBeGreaterThanOrEqual(1)
  expect(await listed(rig, 'IN')).toEqual([FI])
  expect(await one.ask(`SIZE /IN/${FI}`)).toMatch(/^213 (12|17)$/)
  expect(await books(rig.database)).not.toHaveProperty('imbalance')
})

async function stored(client: RawClient, path: string, content: string): Promise<void> {
  const { stream } = await client.transfer(`STOR ${path}`)
  stream.end(content)
  expect(await client.code()).toBe('226')
}

/** The connection breaks when the file is kept and before anybody hears of it. */
async function storedButNotTold(path: string, content: string): Promise<void> {
  const client = await member(scene.port)
  const { stream } = await client.transfer(`STOR ${path}`)
  client.raw.pause()
  stream.end(content)
  await using watcher = await member(scene.port, 'other')
  await until(async () => (await watcher.codeOf(`SIZE ${path}`)) === '213')
  await reset(client.raw)
}
