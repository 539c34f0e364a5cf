import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import type { Log } from '../../../src/base/log.ts'
import { lookIntoFolder } from '../../../src/services/answers/folder/look-into-folder.ts'
import { Quiet } from '../../../src/services/answers/folder/quiet.ts'
import { Troubles } from '../../../src/services/answers/folder/troubles.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import { CheckerFailed } from '../../../src/stages/checkers/checker-failed.ts'
import { type AnswerRig, noti, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
let path = ''
let folders = 0
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  folders += 1
  path = join(rig.dir, `folder-${folders}`)
  await mkdir(join(path, 'R'), { recursive: true })
  rig.limits.quietSeconds = 0
})

const receive = (incoming: Parameters<typeof receiveAnswer>[1]) => receiveAnswer(rig.settings, incoming)

async function look(
  more: Partial<Parameters<typeof lookIntoFolder>[1]> = {},
  quiet = new Quiet(() => 0),
  troubles = new Troubles(() => 0),
): Promise<void> {
  await lookIntoFolder({ service: 'DMFA', path, quiet, troubles }, { ...rig.settings, receive, ...more })
}

async function put(name: string, bytes: Buffer, environment = 'R'): Promise<void> {
  await mkdir(join(path, environment), { recursive: true })
  await writeFile(join(path, `.${name}`), bytes)
  await rename(join(path, `.${name}`), join(path, environment, name))
}

async function files(): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}

async function answersOf(submissionId: string | null) {
  const { rows } = await sql<{ purpose: string; via: string }>`select purpose, via from service_answer
    where submission_id is not distinct from ${submissionId}::uuid`.execute(rig.database.queries)
  return rows
}

test('rule 20.8: a file becomes an answer, and goes; several of a kind are told apart by a further element', async () => {
  const { ticket, submissionId } = await rig.handed()
  await put(`${ticket}.NOTI.xml`, noti(ticket))
  await put(`${ticket}.NOTI.2.xml`, noti(ticket, { code: '0' }))
  await put(`${SENDER}.IDFL.xml`, Buffer.from('<IDFLUX><Form><Identification>IDFLUX</Identification></Form></IDFLUX>'))
  await look()
  const noted = { purpose: 'NOTI', via: 'folder' }
  expect([await files(), await answersOf(submissionId), await answersOf(null)]).toEqual([
    [],
    [noted, noted],
    [{ purpose: 'IDFL', via: 'folder' }],
  ])
})

test('what can never be one is set aside, with a text; nothing there is replaced', async () => {
  const { ticket } = await rig.handed({ environment: 'T' })
  const names = ['x.xml', `${ticket}.NOTI.xml`, `${ticket}.ACRF.xml`]
  for (const name of names) await put(name, noti(ticket))
  await look()
  await put('x.xml', Buffer.from('again'))
  await look()
  const set = [...names, 'x.xml.1'].flatMap((name) => [`R/refused/${name}`, `R/refused/${name}.txt`])
  expect(await files()).toEqual(set.sort())
  const why = await readFile(join(path, 'R', 'refused', `${ticket}.NOTI.xml.txt`), 'utf8')
  expect(why).toBe(
    `${ticket}.NOTI.xml was not taken as an answer.\n\nSLU-REFERENCE: The declaration was sent in the environment T. Put its answer where those of that environment belong.\n`,
  )
})

test('what is not there now leaves the file where it is', async () => {
  const { ticket } = await rig.handed()
  await put(`${ticket}.NOTI.xml`, noti(ticket))
  const away = async () => Promise.reject(new Unavailable('no database'))
  await expect(look({ receive: away })).rejects.toThrow('no database')
  expect(await files()).toEqual([`R/${ticket}.NOTI.xml`])
})

test('killed between receipt and removal, the file is taken again and nothing happens twice', async () => {
  const { ticket, submissionId } = await rig.handed()
  const bytes = noti(ticket)
  await put(`${ticket}.NOTI.xml`, bytes)
  const killed: typeof receive = async (incoming) => {
    await receive(incoming)
    throw new Unavailable('killed')
  }
  await expect(look({ receive: killed })).rejects.toThrow('killed')
  await look()
  expect([await files(), (await answersOf(submissionId)).length]).toEqual([[], 1])
})

test('a file is waited for until it was the same for long enough', async () => {
  const { ticket } = await rig.handed()
  rig.limits.quietSeconds = 2
  let now = 0
  const quiet = new Quiet(() => now)
  await put(`${ticket}.NOTI.xml`, noti(ticket).subarray(0, 10))
  await look({}, quiet)
  now = 1999
  await put(`${ticket}.NOTI.xml`, noti(ticket))
  await look({}, quiet)
  now = 3998
  await look({}, quiet)
  expect(await files()).toEqual([`R/${ticket}.NOTI.xml`])
  now = 3999
  await look({}, quiet)
  expect(await files()).toEqual([])
})

const NO_FILE = 'it is a folder, a link or nothing that can be read, or its name is not UTF-8; take it away'
/** What is written beside it has no room for its ending. */
const LONG = `${'x'.repeat(249)}.xml`

// biome-ignore format: a table
const STUCK: readonly (readonly [what: string, name: (ticket: string) => string, put: (path: string) => Promise<unknown>, cause: string])[] = [
  ['a folder',                          () => 'a',     (at) => mkdir(at),                        NO_FILE],
  ['a dead link',                       () => 'a',     (at) => symlink('/nowhere', at),          NO_FILE],
  ['a name that is not UTF-8',          () => 'a\uFFFD', (at) => writeFile(notUtf8(at), 'x'),     NO_FILE],
  ['one that cannot be set aside',      () => LONG,    (at) => writeFile(at, 'x'),               'it cannot be read, moved or removed (ENAMETOOLONG)'],
  ['one over which the checker dies',   (ticket) => `${ticket}.NOTI.0.xml`, (at) => writeFile(at, 'dies'), 'The checker died.'],
]

test.each(STUCK)(
  'rule 20.15: %s holds up no other answer, is told once, and forgotten when it is gone',
  async (_, nameOf, putAt, cause) => {
    const { ticket, submissionId } = await rig.handed()
    const name = nameOf(ticket)
    await putAt(join(path, 'R', name))
    await put(`${ticket}.NOTI.1.xml`, noti(ticket))
    const troubles = new Troubles(() => 0)
    const told: object[] = []
    const log: Log = { ...rig.settings.log, warn: (event, fields) => told.push({ event, ...fields }) }
    for (let looks = 0; looks < 2; looks++) await look({ log, receive: dying }, undefined, troubles)
    expect([(await answersOf(submissionId)).length, troubles.list()]).toEqual([1, [`R/${name}: ${cause}`]])
    const notTaken = told.filter((line) => 'event' in line && line.event === 'answer.fileNotTaken')
    expect(notTaken).toEqual([expect.objectContaining({ service: 'DMFA', place: `R/${name}` })])
    await rm(join(path, 'R'), { recursive: true })
    await look({}, undefined, troubles)
    expect(troubles.list()).toEqual([])
  },
)

test('rule 20.15: as many as a look goes through hold up what comes behind them for one look', async () => {
  const { ticket, submissionId } = await rig.handed()
  const stuck = Array.from({ length: 1000 }, (_, index) => `${ticket}.NOTI.${1000 + index}.xml`)
  await Promise.all(stuck.map((name) => writeFile(join(path, 'R', name), 'dies')))
  await put(`${ticket}.NOTI.9.xml`, noti(ticket))
  const troubles = new Troubles(() => 0)
  const counts: number[] = []
  for (let looks = 0; looks < 2; looks++) {
    await look({ receive: dying }, undefined, troubles)
    counts.push((await answersOf(submissionId)).length)
  }
  expect([counts, troubles.list().length]).toEqual([[0, 1], 1000])
})

const dying: typeof receive = async (incoming) => {
  if (/\.NOTI\.(?:0|1[0-9]{3})\.xml/.test(incoming.key)) throw new CheckerFailed('died', 'The checker died.')
  return receive(incoming)
}

function notUtf8(path: string): Buffer {
  return Buffer.concat([Buffer.from(path.slice(0, -1)), Buffer.from([0xff])])
}

test('links, folders and names with a dot in front are not taken; another file in the same place is not removed', async () => {
  const { ticket } = await rig.handed()
  await mkdir(join(path, 'R', 'folder'))
  await symlink('/etc/passwd', join(path, 'R', `${ticket}.NOTI.xml`))
  await writeFile(join(path, 'R', '.draft.xml'), 'x')
  await look()
  expect(await files()).toEqual(['R/.draft.xml'])
  await put(`${ticket}.NOTI.1.xml`, noti(ticket))
  const replaced: typeof receive = async (incoming) => {
    const received = await receive(incoming)
    await put(`${ticket}.NOTI.1.xml`, noti(ticket, { code: '0' }))
    return received
  }
  await look({ receive: replaced })
  expect(await files()).toEqual(['R/.draft.xml', `R/${ticket}.NOTI.1.xml`])
})
