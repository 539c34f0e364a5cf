/** The whole line as a new user sees it: programs of others push the real sample, and programs of others judge the answers. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nameDate } from '../../src/batch/dates.ts'
import { ENTERPRISES } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun, outcomeOfProgram } from '../endpoints/support/programs.ts'
import { eventually, openSite, type Site } from './gateway.ts'
import { type Authority, opensslAuthority, type Pair, signedBy, verificationOf } from './openssl.ts'
import { type Login, openssh, PARAMIKO, type Peer, PYTHON, paramiko, paramikoSays, rclone } from './peers.ts'

const SHARED = join(import.meta.dirname, '../../../shared')
const SAMPLE = join(SHARED, 'samples/DmfAOriginal_20223.xml')
const ACRF_SCHEMA = join(SHARED, 'schemas/ACRF_20231.xsd')
const PROGRAMS = ['openssl', 'sftp', 'ssh-keygen', 'rclone', 'xmllint', PYTHON, PARAMIKO]
const reason = notRun(...PROGRAMS, SAMPLE, ACRF_SCHEMA)

const PEERS: readonly (readonly [name: string, peer: Peer, letter: string])[] = [
  ['OpenSSH', openssh, 'A'],
  ['paramiko', paramiko, 'B'],
  ['rclone', rclone, 'C'],
]

let site: Site
let gateway: GatewayProcess
let authority: Authority
let sender: Enrolled
let other: Enrolled

type Enrolled = { readonly number: string; readonly user: string; readonly keyFile: string; readonly signing: Pair }

beforeEach(({ skip }) => skip(reason !== undefined, reason))

beforeAll(async () => {
  if (reason !== undefined) return
  site = await openSite(`schemas.dir=${join(SHARED, 'schemas')}`)
  authority = await opensslAuthority(site.folder)
  gateway = await site.start()
  sender = await enrolled(0)
  other = await enrolled(1)
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

describe.each(PEERS)('with %s', (_, peer, letter) => {
  test('the real declaration is accepted, answered to the letter, and lies in the directory of its service', async () => {
    const set = await packed(`${letter}0001`)
    await peer.put(login(), set)
    const answer = await answerTo(triggerOf(set), peer)
    expect(answer).toMatchObject({ result: '1', errors: [] })
    expect(await schemaSays(answer.document)).toEqual({ code: 0, output: `${answer.document} validates\n` })
    expect(await verificationOf(answer.document, site.folder)).toEqual({
      code: 0,
      output: 'CMS Verification successful\n',
    })
    const folder = join(site.folder, 'spool', 'services', 'DMFA', 'R', answer.ticket)
    const names = set.slice(0, 2).map((path) => basename(path))
    const handed = await eventually(
      () => readdir(folder).catch(() => [] as string[]),
      (files) => files.length > 0,
    )
    expect(handed.sort()).toEqual([...names, 'submission.json'].sort())
    for (const path of set.slice(0, 2)) {
      expect(await readFile(join(folder, basename(path)))).toEqual(await readFile(path))
    }
  })

  test('and what is wrong is answered with its code, signed as well', async () => {
    const [changed, foreignSignature, foreignNumber, again] = await Promise.all([
      packed(`${letter}0002`),
      packed(`${letter}0003`, { signing: other.signing }),
      packed(`${letter}0004`, { number: other.number }),
      packed(`${letter}0001`),
    ])
    await changeOneByte(changed[0] ?? '')
    await peer.put(login(), [...changed, ...foreignSignature, ...foreignNumber])
    // A GO that overtakes its own files would be taken for a repetition of the former one (decision 7).
    for (const file of again) await peer.put(login(), [file])
    const said = []
    for (const set of [changed, foreignSignature, foreignNumber, again]) {
      said.push(await answerTo(triggerOf(set), peer))
    }
    expect(said.map(({ result, errors }) => [result, ...errors])).toEqual([
      ['0', 'ACRF-125'],
      ['0', 'ACRF-153'],
      ['0', 'ACRF-108'],
      ['0', 'ACRF-133'],
    ])
    for (const { document } of said) {
      expect(await schemaSays(document)).toMatchObject({ code: 0 })
      expect(await verificationOf(document, site.folder)).toMatchObject({ code: 0 })
    }
  })
})

test('an answer that was tampered with does not verify', async () => {
  const set = await packed('D0001')
  await openssh.put(login(), set)
  const { document } = await answerTo(triggerOf(set), openssh)
  await writeFile(document, (await readFile(document, 'latin1')).replace('<ResultCode>1<', '<ResultCode>0<'), 'latin1')
  expect(await verificationOf(document, site.folder)).toMatchObject({ code: 4 })
})

test('paramiko that signs with SHA-1 only is let in for the sender who is allowed it, and for nobody else', async () => {
  const set = await packed('E0001')
  expect(await paramikoSays(login(), 'ssh-rsa', ['put', 'IN', ...set])).toEqual({ refused: 'AuthenticationException' })
  await gateway.command('channel', 'allow-ssh-rsa', sender.number, '--reason', 'its client knows no other')
  const { sizes } = (await paramikoSays(login(), 'ssh-rsa', ['put', 'IN', ...set])) as { sizes: number[] }
  await gateway.command('channel', 'refuse-ssh-rsa', sender.number, '--reason', 'test')
  expect(sizes).toHaveLength(set.length)
  expect(await answerTo(triggerOf(set), paramiko)).toMatchObject({ result: '1' })
})

test('signatures as real clients make them with OpenSSL are accepted', async () => {
  const [ec, pss] = await Promise.all([
    authority.issue('elliptic', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'),
    authority.issue('probabilistic', 'rsa:3072'),
  ])
  await enrol(sender, ec.certificate, pss.certificate)
  const forms: readonly (readonly [form: string, make: (content: string) => Promise<Buffer>])[] = [
    ['cms, DER', (file) => signed(file, 'cms', ...DER)],
    ['cms, base64', async (file) => wrapped(await signed(file, 'cms', ...DER), 64, '\r\n')],
    ['cms, base64 in 76 columns with CR', async (file) => wrapped(await signed(file, 'cms', ...DER), 76, '\r')],
    ['cms, base64 on one line', async (file) => wrapped(await signed(file, 'cms', ...DER), 1e6, '')],
    ['cms, PEM', (file) => signed(file, 'cms', '-binary', '-outform', 'PEM')],
    ['smime, DER', (file) => signed(file, 'smime', ...DER)],
    ['smime, PEM', (file) => signed(file, 'smime', '-binary', '-outform', 'PEM')],
    ['smime, PEM without its armour', async (file) => bare(await signed(file, 'smime', '-outform', 'PEM'))],
    ['cms, without attributes', (file) => signed(file, 'cms', ...DER, '-noattr')],
    ['cms, without certificate', (file) => signed(file, 'cms', ...DER, '-nocerts')],
    ['cms, with the chain', (file) => signed(file, 'cms', ...DER, '-certfile', authority.certificate)],
    ['cms, SHA-512', (file) => signed(file, 'cms', ...DER, '-md', 'sha512')],
    ['cms, elliptic curve', (file) => signedBy(ec, file, ['cms', ...DER])],
    ['cms, PSS', (file) => signedBy(pss, file, ['cms', ...DER, '-keyopt', 'rsa_padding_mode:pss'])],
  ]
  // as the clients do it: CRLF in the file, so that a signature made without -binary is over the same bytes
  const declaration = (await readFile(SAMPLE, 'latin1')).replaceAll('\n', '\r\n')
  const sets = await Promise.all(forms.map(([, make], index) => setOf(sequenceOf('F', index), declaration, make)))
  await openssh.put(login(), sets.flat())
  const outcomes = []
  for (const [index, [form]] of forms.entries()) {
    const { result, errors } = await answerTo(triggerOf(sets[index] ?? []), openssh)
    outcomes.push([form, result, ...errors])
  }
  expect(outcomes).toEqual(forms.map(([form]) => [form, '1']))
})

test('a signature over other line ends than the file has, or around its content, is rejected with 125', async () => {
  const text = await readFile(SAMPLE, 'latin1')
  const sets = await Promise.all([
    setOf('G0001', text, (file) => signed(file, 'smime', '-outform', 'PEM')),
    setOf('G0002', text, (file) => signed(file, 'cms', ...DER, '-nodetach')),
  ])
  await openssh.put(login(), sets.flat())
  for (const set of sets) {
    expect(await answerTo(triggerOf(set), openssh)).toMatchObject({ result: '0', errors: ['ACRF-125'] })
  }
})

test('at the end nobody was answered twice, and the books balance', async () => {
  expect([...answers.values()].flat()).toEqual([])
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

const DER = ['-binary', '-outform', 'DER']

function signed(content: string, command: 'cms' | 'smime', ...words: string[]): Promise<Buffer> {
  return signedBy(sender.signing, content, [command, ...words])
}

/** By the operator's command, with keys and a certificate of other programs' making. */
async function enrolled(which: 0 | 1): Promise<Enrolled> {
  const keyFile = join(site.folder, `sender-${which}`)
  await outcomeOfProgram('ssh-keygen', ['-q', '-m', 'PEM', '-t', 'rsa', '-b', '2048', '-N', '', '-f', keyFile])
  const signing = await authority.issue(`signer-${which}`)
  const { senderNumber, channels } = await enrol({ which, keyFile }, signing.certificate)
  return { number: senderNumber, user: channels[0]?.username ?? '', keyFile, signing }
}

type Enrolment = { senderNumber: string; channels: { username: string }[] }

async function enrol(
  { which = 0, keyFile }: { which?: 0 | 1; keyFile: string },
  ...certificates: string[]
): Promise<Enrolment> {
  const { number, name, contact } = ENTERPRISES[which]
  return (await gateway.command(
    ...['enrol', '--enterprise', number, '--name', name, '--quality', 'QUAL_EMP_NOSS', '--services', 'DMFA,DIMN'],
    ...['--channel', 'sftp', '--ssh-key', `${keyFile}.pub`, '--contact', contact],
    ...certificates.flatMap((certificate) => ['--certificate', certificate]),
  )) as Enrolment
}

/** By `sluice pack`: paths in the order FI, FS, GO. */
async function packed(sequence: string, wish: Partial<Enrolled> = {}): Promise<string[]> {
  const { signing, number } = { ...sender, ...wish }
  const out = join(site.folder, `packed-${sequence}-${performance.now()}`)
  const { files } = (await gateway.command(
    ...['pack', SAMPLE, '--service', 'DMFA', '--sender', number, '--environment', 'R', '--sequence', sequence],
    ...['--key', signing.key, '--certificate', signing.certificate, '--out', out],
  )) as { files: string[] }
  return files.map((file) => join(out, file))
}

/** A set whose FS is made by somebody else's program. */
async function setOf(sequence: string, text: string, sign: (content: string) => Promise<Buffer>): Promise<string[]> {
  const folder = join(site.folder, `made-${sequence}`)
  await mkdir(folder)
  const key = `DMFA.${sender.number}.${nameDate(new Date())}.${sequence}.R.1`
  const [declaration, signature, trigger] = [`FI.${key}.1`, `FS.${key}.1`, `GO.${key}`].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  await writeFile(declaration, text, 'latin1')
  await writeFile(signature, await sign(declaration))
  await writeFile(trigger, 'go') // two bytes, as a widespread client does it
  return [declaration, signature, trigger]
}

function sequenceOf(letter: string, index: number): string {
  return `${letter}${String(index + 1).padStart(4, '0')}`
}

async function changeOneByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  const place = bytes.indexOf('<NetOwedAmount>') + '<NetOwedAmount>'.length
  bytes[place] = bytes[place] === 0x31 ? 0x32 : 0x31
  await writeFile(path, bytes)
}

function triggerOf(set: readonly string[]): string {
  return basename(set.at(-1) ?? '')
}

function login(): Login {
  return { port: gateway.addresses.sftp.port, user: sender.user, keyFile: sender.keyFile, workplace: site.folder }
}

type Answer = { readonly document: string; readonly result: string; readonly errors: string[]; readonly ticket: string }

/** What xmllint reads in an answer: the GO, the result, the ticket, the codes. */
const CONTENT = "concat(//FileName, '|', //ResultCode, '|', //ReferenceNbr, '|', //ErrorID[1], ' ', //ErrorID[2])"
const answers = new Map<string, Answer[]>()

/** Collects OUT until there is an answer to this GO that was not asked for before. */
async function answerTo(trigger: string, peer: Peer): Promise<Answer> {
  const into = join(site.folder, 'collected')
  await mkdir(into, { recursive: true })
  for (;;) {
    const answer = answers.get(trigger)?.shift()
    if (answer) return answer
    await peer.collect(login(), into)
    const names = await readdir(into)
    for (const name of names.filter((name) => name.startsWith('FO.ACRF.') && names.includes(asMark('GO', name)))) {
      await readAnswer(join(into, name))
    }
  }
}

const read = new Set<string>()

async function readAnswer(document: string): Promise<void> {
  if (read.has(document)) return
  read.add(document)
  const { output } = await outcomeOfProgram('xmllint', ['--nonet', '--xpath', CONTENT, document])
  const [trigger = '', result = '', ticket = '', codes = ''] = output.trim().split('|')
  const errors = codes.split(' ').filter((code) => code !== '')
  answers.set(trigger, [...(answers.get(trigger) ?? []), { document, result, errors, ticket }])
}

function asMark(mark: string, name: string): string {
  return name.replace(/^../, mark)
}

function schemaSays(document: string): Promise<{ code: number; output: string }> {
  return outcomeOfProgram('xmllint', ['--noout', '--schema', ACRF_SCHEMA, document])
}

function wrapped(der: Buffer, columns: number, lineBreak: string): Buffer {
  const lines = der.toString('base64').match(new RegExp(`.{1,${Math.min(columns, 30_000)}}`, 'g')) ?? []
  return Buffer.from(lines.map((line) => line + lineBreak).join(''))
}

function bare(pem: Buffer): Buffer {
  return Buffer.from(pem.toString('latin1').replaceAll(/-----.*?-----\r?\n/g, ''))
}
