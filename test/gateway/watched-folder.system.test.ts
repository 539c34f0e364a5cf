import { execFile } from 'node:child_process'
import { appendFile, link, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectionsOf } from '../../src/cli/demo/connections.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer } from '../../src/cli/send-sets.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { connect, eventually, makeSet, openSite, type Site, setKeyOf } from './gateway.ts'
import { answersTo, drop, eventsOf, LINK, makeFolders, namesIn, partsOf, TOWN, type Watched } from './watched.ts'

let site: Site
let sender: ExampleSender
let gateway: GatewayProcess
let folder: Watched
let events: ReturnType<typeof eventsOf>

beforeAll(async () => {
  site = await openSite(LINK)
  {
    await using first = await site.start()
    sender = await site.enrol(first, TOWN)
  }
  folder = await makeFolders(site, sender)
  gateway = await site.start(folder.setting)
  events = eventsOf(gateway)
})

beforeEach(async () => {
  events.forget()
  for (const path of [folder.in, folder.out]) await mkdir(path, { recursive: true })
  for (const path of await namesIn(folder.in)) await rm(join(folder.in, path), { recursive: true })
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test('a set is taken in when its GO is there, leaves the folder, and its answer comes out with GO last', async () => {
  const set = await makeSet(site, sender, { sequence: 'A0001' })
  const { members, trigger } = partsOf(set)
  await drop(folder, members)
  await drop(folder, [trigger])
  const [answer] = await answersTo(folder, set.trigger)
  expect(answer).toMatchObject({ codes: [] })
  expect(await submissionsOf(set.trigger)).toMatchObject([
    {
      channel: 'ftp',
      verdict: { outcome: 'accepted' },
      files: [{ via: 'folder' }, { via: 'folder' }, { name: set.trigger, via: 'folder' }],
    },
  ])
  expect(await namesIn(folder.in)).toEqual([])
  const marks = ['FO', 'FS', 'GO'].map((mark) => answer!.document.replace(/^FO/, mark))
  const written = await Promise.all(marks.map(async (name) => (await stat(join(folder.out, name))).mtimeMs))
  expect(written).toEqual(written.toSorted((one, other) => one - other))
})

test('case A15: FI by SFTP, FS by FTPS, GO by the folder', async () => {
  await using sftp = await connect(gateway, sender)
  await using ways = connectionsOf(gateway, site.folder, sender)
  const set = await makeSet(site, sender, { sequence: 'B0001' })
  const [declaration, signature, trigger] = set.files
  await put(sftp, declaration!)
  await put(await ways.over('ftps'), signature!)
  await drop(folder, [trigger!])
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
  expect(await waysOf(set.trigger)).toEqual(['FI sftp', 'FS ftp', 'GO ftp by folder'])
})

test('case A15: FI and FS by the folder, GO by SFTP', async () => {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence: 'B0002' })
  const { members, trigger } = partsOf(set)
  await drop(folder, members)
  await put(client, trigger)
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
  expect(await waysOf(set.trigger)).toEqual(['FI ftp by folder', 'FS ftp by folder', 'GO sftp'])
})

test('files without a GO stay in the folder as they are', async () => {
  const set = await makeSet(site, sender, { sequence: 'C0001' })
  const later = await makeSet(site, sender, { sequence: 'C0002' })
  const { members } = partsOf(set)
  await drop(folder, members)
  await drop(folder, later.files)
  await answersTo(folder, later.trigger)
  expect(await namesIn(folder.in)).toEqual(members.map((path) => basename(path)).sort())
  await drop(folder, [partsOf(set).trigger])
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
})

test('links, pipes, folders and hard links are left alone and told, and hold up their own set only', async () => {
  const outside = join(site.folder, 'outside')
  await writeFile(outside, 'not for the gateway')
  const set = await makeSet(site, sender, { sequence: 'D0001' })
  const { members, trigger } = partsOf(set)
  const [declaration, signature] = members.map((path) => basename(path))
  await symlink(outside, join(folder.in, declaration!))
  await drop(folder, [members[1]!, trigger])
  const odd = { pipe: name('FI', 'D0002'), folder: name('GO', 'D0003'), hard: name('GO', 'D0004') }
  await promisify(execFile)('mkfifo', [join(folder.in, odd.pipe)])
  await mkdir(join(folder.in, odd.folder))
  await link(outside, join(folder.in, odd.hard))
  await writeFile(join(folder.in, 'notes.txt'), 'a person was here')
  await writeFile(join(folder.in, 'FI.half.part'), 'still coming')
  const other = await makeSet(site, sender, { sequence: 'D0005' })
  await drop(folder, other.files)
  expect(await answersTo(folder, other.trigger)).toMatchObject([{ codes: [] }])

  const left = [declaration, basename(trigger), odd.pipe, odd.folder, odd.hard, 'notes.txt', 'FI.half.part']
  await metricsSay(`sluice_folder_left_alone{sender="${sender.number}",why="link"} 1`)
  await metricsSay(`sluice_folder_left_alone{sender="${sender.number}",why="temporary"} 1`)
  expect(await namesIn(folder.in)).toEqual(expect.arrayContaining(left))
  expect(await readFile(outside, 'utf8')).toBe('not for the gateway')
  expect(events.count('folder.leftAlone')).toBe(5)
  expect(events.about('folder.leftAlone').map(({ name, why }) => [name, why])).toEqual(
    expect.arrayContaining([
      [declaration, 'link'],
      [odd.pipe, 'other'],
      [odd.folder, 'folder'],
      [odd.hard, 'hardLink'],
      ['notes.txt', 'noSet'],
    ]),
  )

  await rm(join(folder.in, declaration!))
  await drop(folder, [members[0]!])
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
  expect(await namesIn(folder.in)).not.toContain(signature)
})

test('a file of somebody else is left alone until it is given to the owner of the folder', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'not run: only root can give files away')
  const set = await makeSet(site, sender, { sequence: 'E0001' })
  await drop(folder, partsOf(set).members)
  await promisify(execFile)('chown', ['12345', join(folder.in, basename(set.files[0]!))])
  await drop(folder, [partsOf(set).trigger])
  await metricsSay(`sluice_folder_left_alone{sender="${sender.number}",why="foreignOwner"} 1`)
  await promisify(execFile)('chown', ['0', join(folder.in, basename(set.files[0]!))])
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
})

test('what can never be taken is moved aside with a text; a part over the limit is answered with 184, once', async () => {
  const set = await makeSet(site, sender, { sequence: 'F0001' })
  const [declaration] = set.files
  await appendFile(declaration!, Buffer.alloc(11 * 1024 * 1024, ' '))
  await drop(folder, set.files)
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [184] }])
  const refused = join(folder.in, 'refused')
  expect(await namesIn(refused)).toEqual([basename(declaration!), `${basename(declaration!)}.txt`])
  expect((await stat(join(refused, basename(declaration!)))).size).toBe((await stat(declaration!)).size)
  expect(await readFile(join(refused, `${basename(declaration!)}.txt`), 'utf8')).toMatch(
    /was not taken in\.\n\nSLU-SIZE: /,
  )
  expect(await namesIn(folder.in)).toEqual(['refused'])

  await drop(folder, [declaration!])
  const trigger = set.trigger.replace('.F0001.', '.F0002.')
  await rename(
    join(folder.in, basename(declaration!)),
    join(folder.in, basename(declaration!).replace('F0001', 'F0002')),
  )
  await writeFile(join(folder.in, trigger), '')
  expect(await answersTo(folder, trigger)).toHaveLength(1)
})

test('a folder that is away is told, holds up nobody, and is worked on again when it is back', async () => {
  await rename(folder.in, `${folder.in}.away`)
  await events.heard('folder.unusable')
  await eventually(
    () => gateway.command('status'),
    (status) => (status as { health: { folders: { state: string } } }).health.folders.state === 'degraded',
  )
  const { host, port } = gateway.addresses.console
  expect((await fetch(`http://${host}:${port}/readyz`)).status).toBe(200)
  const doctor = await site.sluice('doctor', '--json', '--set', folder.setting)
  expect(JSON.parse(doctor.out).findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: `watched folder ${sender.number}`,
        state: 'problem',
        found: `${folder.in} is not there`,
      }),
      { name: `watched folder ${sender.number}`, state: 'ok', found: folder.out },
    ]),
  )
  await symlink(`${folder.in}.away`, folder.in)
  const set = await makeSet(site, sender, { sequence: 'G0001' })
  for (const path of set.files) await writeFile(join(`${folder.in}.away`, basename(path)), await readFile(path))
  await events.heard('folder.unusable', 2)
  expect(await namesIn(`${folder.in}.away`)).toEqual(expect.arrayContaining([set.trigger]))
  await rm(folder.in)
  await rename(`${folder.in}.away`, folder.in)
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
  expect(events.about('folder.unusable').map(({ code }) => code)).toEqual(['ENOENT', 'ENOTDIR'])
})

test('nothing is taken in while the channel is suspended', async () => {
  await gateway.command('channel', 'suspend', sender.number, 'ftp', '--reason', 'test')
  const set = await makeSet(site, sender, { sequence: 'H0001' })
  await drop(folder, set.files)
  await events.heard('folder.closed')
  expect(await namesIn(folder.in)).toEqual(expect.arrayContaining([set.trigger]))
  await gateway.command('channel', 'resume', sender.number, 'ftp', '--reason', 'test')
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ codes: [] }])
})

test('another file under the name of an answer is never replaced; the answer follows once it is gone', async () => {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence: 'J0001' })
  await rename(folder.out, `${folder.out}.away`)
  await events.heard('folder.unusable')
  await drop(folder, set.files)
  const answer = await outOf(client, set.trigger)
  await writeFile(join(`${folder.out}.away`, answer), 'mine')
  await rename(`${folder.out}.away`, folder.out)
  await events.heard('folder.answerParked')
  expect(await readFile(join(folder.out, answer), 'utf8')).toBe('mine')
  expect(await namesIn(folder.out)).not.toContain(answer.replace(/^FO/, 'GO'))
  await rm(join(folder.out, answer))
  expect(await answersTo(folder, set.trigger)).toMatchObject([{ document: answer }])
})

test('an answer that its receiver deleted does not come again, and no draft is left', async () => {
  const [one, other] = await Promise.all(['K0001', 'K0002'].map((sequence) => makeSet(site, sender, { sequence })))
  await drop(folder, one!.files)
  const [answer] = await answersTo(folder, one!.trigger)
  const names = ['FO', 'FS', 'GO'].map((mark) => answer!.document.replace(/^FO/, mark))
  for (const path of names) await rm(join(folder.out, path))
  await gateway[Symbol.asyncDispose]()
  gateway = await site.start(folder.setting)
  await drop(folder, other!.files)
  await answersTo(folder, other!.trigger)
  const there = await namesIn(folder.out)
  expect(there.filter((path) => names.includes(path) || path.startsWith('.tmp'))).toEqual([])
})

type Found = {
  readonly channel: string
  readonly verdict: { readonly outcome: string } | null
  readonly files: readonly { readonly name: string; readonly channel: string; readonly via: string | null }[]
}

async function submissionsOf(trigger: string): Promise<readonly Found[]> {
  const found = (await gateway.command('find', setKeyOf(trigger))) as { submissions: readonly Found[] }
  return found.submissions
}

async function waysOf(trigger: string): Promise<string[]> {
  const submissions = await submissionsOf(trigger)
  const files = submissions.flatMap((submission) => submission.files)
  return files.map(({ name: file, channel, via }) => `${file.slice(0, 2)} ${channel}${via ? ` by ${via}` : ''}`).sort()
}

async function put(client: RemoteClient, path: string): Promise<void> {
  expect(await client.put(`/IN/${basename(path)}`, await readFile(path))).toMatchObject({ ok: true })
}

function name(mark: string, sequence: string): string {
  return `${mark}.DMFA.${sender.number}.20260105.${sequence}.R.1${mark === 'GO' ? '' : '.1'}`
}

async function metricsSay(line: string): Promise<void> {
  const { host, port } = gateway.addresses.console
  await eventually(
    async () => (await fetch(`http://${host}:${port}/metrics`)).text(),
    (text) => text.split('\n').includes(line),
  )
}

/** The FO that answers this set, as its sender sees it over SFTP. */
async function outOf(client: RemoteClient, trigger: string): Promise<string> {
  const { document } = await awaitAnswer(client, trigger, performance.now(), 60, new Set())
  return document
}
