/** Sets of all kinds through the real daemon, over SFTP: each gets exactly the answers it must get, and none is lost. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FOLDERS } from '../../src/batch/environment.ts'
import { ENTERPRISES } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { verifyAnswer } from '../../src/signing/verify-answer.ts'
import INVALID from '../batch/vectors/names-invalid.json' with { type: 'json' }
import JUDGED from '../stages/vectors/names-judged.json' with { type: 'json' }
import { type Codes, inPieces } from './answers.ts'
import { ASSEMBLY, type Case, DOCUMENTS, LIMITS } from './case-tables.ts'
import { eventually, openSite, type Site } from './gateway.ts'
import { type NameVector, nameCase } from './name-cases.ts'
import { type Desk, openDesk, PlayedSet, type Shape } from './played-set.ts'

const SCHEMAS = join(import.meta.dirname, 'vectors/schemas')
const CASES = [...ASSEMBLY, ...DOCUMENTS]
/** Stages A to F of decision 10 as far as SFTP leads to them: 121 is for channels that carry a signature of their own. */
// biome-ignore format: the decision's own list
const CODES = [
  107, 108, 109, 110, 111, 112, 114, 115, 116, 117, 118, 119, 126, 127, 128, 129, 131, 132, 133, 144, 257, 367,
  120, 122, 123, 124, 130, 134, 184, 275, 103, 154, 168, 249, 125, 153, 88, 89, 102, 135, 136, 138, 139, 157, 158, 205, 312,
]

const WORKING_NAME = 'FI.filepart'

let site: Site
let gateway: GatewayProcess
/** One who may send everything that is needed here, and one who may send DMFA to R and S only. */
let own: Desk
let other: Desk
let runs: Map<Case, Promise<Outcome>>
/** What each name must have been answered with at the end, and nothing else. */
const expected = new Map<string, readonly Codes[]>()

type Outcome = { readonly answers: readonly Codes[]; readonly refusals: readonly string[] }

beforeAll(async () => {
  const limits = [
    `limits.partBytes=${LIMITS.partBytes}`,
    `limits.parts=${LIMITS.parts}`,
    `limits.forms=${LIMITS.forms}`,
  ]
  site = await openSite('limits.graceSeconds=3', ...limits, `schemas.dir=${SCHEMAS}`)
  gateway = await site.start()
  own = await openDesk(gateway, await site.enrol(gateway, 0))
  other = await openDesk(gateway, await site.enrol(gateway, 1))
  const { number, name } = ENTERPRISES[1]
  await gateway.command(
    ...['enrol', '--enterprise', number, '--name', name, '--quality', 'QUAL_EMP_NOSS'],
    ...['--channel', 'sftp', '--services', 'DMFA', '--environments', 'R,S'],
  )
  runs = new Map(CASES.map((played, index) => [played, run(own, sequenceOf('A', index), played)]))
  for (const outcome of runs.values()) outcome.catch(() => {}) // its test tells
})

afterAll(async () => {
  for (const desk of [own, other]) await desk?.[Symbol.asyncDispose]()
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test.each(CASES)('$what: answered with $answers', async (played) => {
  expect(await runs.get(played)).toEqual({ answers: played.answers, refusals: played.refusals })
})

test.each<[string, readonly NameVector[], string, string]>([
  ['judged', JUDGED, 'B', 'DIMN'],
  ['invalid', INVALID, 'C', 'DMFA'],
])('names that are wrong are each told by their codes: the %s vectors', async (_, vectors, letter, purpose) => {
  const wrong = vectors.filter(({ name, codes }) => codes.length > 0 && !['', '.', '..'].includes(name))
  const cases = wrong.map((vector, index) => nameCase(vector, own.sender.number, sequenceOf(letter, index), purpose))
  const told = cases.map(async ({ paths, outcome, about, codes }) => {
    const taken = []
    for (const path of paths) taken.push((await own.client.put(path, Buffer.from('x'))).ok)
    if (outcome === 'answered') expected.set(about, [codes])
    return { about, taken, answers: outcome === 'answered' ? await own.answers.to(about) : [] }
  })
  expect(await Promise.all(told)).toEqual(
    cases.map(({ paths, outcome, about, codes }) => ({
      about,
      taken: paths.map(() => outcome !== 'refused'),
      answers: outcome === 'answered' ? [codes] : [],
    })),
  )
})

test("another sender's certificate is 153, another sender's number 108", async () => {
  expect(await run({ ...own, pair: other.pair }, 'D0001', whole([[153]]))).toMatchObject({ answers: [[153]] })
  const foreign = whole([[108]], { number: other.sender.number })
  expect(await run(own, 'D0002', foreign)).toMatchObject({ answers: [[108]] })
})

test('an environment that was not chosen is 168 (decision 11)', async () => {
  expect(await run(other, 'E0001', whole([[168]], { environment: 'T' }))).toMatchObject({ answers: [[168]] })
})

test('a set that is sealed while its channel is suspended is 249 (decision 11)', async () => {
  const set = new PlayedSet(other, 'E0002', { environment: 'S' })
  expected.set(set.trigger, [[249]])
  await set.put('GO', 'FI')
  // an upload that goes on holds the seal back until the suspension ends its session
  const held = set.hold('FS')
  await gateway.command('channel', 'suspend', other.sender.number, 'sftp', '--reason', 'test')
  await held
  await eventually(
    () => gateway.command('find', set.trigger) as Promise<{ submissions: { sealedAt: string | null }[] }>,
    ({ submissions }) => submissions[0]?.sealedAt != null,
  )
  await gateway.command('channel', 'resume', other.sender.number, 'sftp', '--reason', 'test')
  other = await openDesk(gateway, other.sender)
  expect(await other.answers.to(set.trigger)).toEqual([[249]])
})

test('a suspended sender is 103 (decision 11)', async () => {
  await gateway.command('sender', 'suspend', other.sender.number, '--reason', 'test')
  expect(await run(other, 'E0003', whole([[103]]))).toMatchObject({ answers: [[103]] })
})

test('files without GO are 130 when their time is over, also FS alone (cases A5, A6)', async () => {
  await new PlayedSet(own, 'F0003', {}).putAs('FI', 'x', WORKING_NAME)
  await own[Symbol.asyncDispose]()
  await gateway[Symbol.asyncDispose]()
  gateway = await site.start('limits.goWaitHours=0.0003')
  own = await openDesk(gateway, own.sender)
  const outcomes = [
    run(own, 'F0001', { ...whole([[130]]), play: (set) => set.put('FI', 'FS') }),
    run(own, 'F0002', { ...whole([[130]]), play: (set) => set.put('FS') }),
  ]
  expect(await Promise.all(outcomes)).toMatchObject([{ answers: [[130]] }, { answers: [[130]] }])
})

test('a working name whose time is over is put away (decision 5)', { timeout: 20_000 }, async () => {
  const listed = await eventually(
    () => own.client.list('/IN'),
    (files) => files.ok && !files.value.some(({ name }) => name === WORKING_NAME),
  )
  expect(listed).toMatchObject({ ok: true })
})

test('at the end every name has its answers and no others, whole and signed, and the books balance', async () => {
  other = await openDesk(gateway, other.sender)
  await Promise.all([own.answers.look(), other.answers.look()])
  expect(new Map([...own.answers.all(), ...other.answers.all()])).toEqual(expected)
  expect(new Set([...expected.values()].flat(2))).toEqual(new Set(CODES))
  const certificate = await readFile(join(site.folder, 'certs', 'acknowledgement.crt'), 'latin1')
  const findings = (await Promise.all([own, other].map((desk) => verified(desk, certificate)))).flat()
  expect(findings).toHaveLength([...expected.values()].flat().length)
  expect(new Set(findings)).toEqual(new Set(['good']))
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0, places: { open: 0, parked: 0 } } })
})

/** Plays a case, and waits for what must come of it. */
async function run(desk: Desk, sequence: string, { play, shape, answers }: Case): Promise<Outcome> {
  const set = new PlayedSet(desk, sequence, shape)
  if (answers.length > 0) expected.set(set.trigger, answers)
  await play(set)
  const came = answers.length > 0 ? await desk.answers.to(set.trigger, answers.length) : []
  return { answers: came, refusals: set.refusals }
}

function whole(answers: Case['answers'], shape: Shape = {}): Case {
  return { what: '', answers, shape, refusals: [], play: (set) => set.put('FI', 'FS', 'GO') }
}

function sequenceOf(letter: string, index: number): string {
  return `${letter}${String(index + 1).padStart(4, '0')}`
}

/** How each answer verifies whose FO, FS and GO are all there. */
async function verified({ client }: Desk, certificate: string): Promise<string[]> {
  const findings: string[] = []
  for (const { out } of FOLDERS) {
    const listed = await client.list(`/${out}`)
    const names = new Set(listed.ok ? listed.value.map(({ name }) => name) : [])
    const outcomeOf = async (stem: string) => {
      const [document, signature] = [await client.read(`/${out}/FO${stem}`), await client.read(`/${out}/FS${stem}`)]
      if (!document.ok || !signature.ok || !names.has(`GO${stem}`)) return `${stem} is not whole`
      return (await verifyAnswer(document.value, signature.value, certificate)).outcome
    }
    const stems = [...new Set([...names].map((name) => name.slice(2)))]
    for (const few of inPieces(stems)) findings.push(...(await Promise.all(few.map(outcomeOf))))
  }
  return findings
}
