import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { type Checkers, createCheckers, type Part } from '../../src/stages/checkers/checkers.ts'
import { seen, targetOf } from '../suites/targets.ts'
import { compiledWorker } from './compiled-worker.ts'
import { read } from './read.ts'

const SHARED = resolve(import.meta.dirname, '../../../shared')
const ATTACKS = join(SHARED, 'corpora/xml-attacks')
const XMLLINT = '/usr/bin/xmllint'
const missing = [ATTACKS, join(SHARED, 'schemas'), join(SHARED, 'samples'), XMLLINT].filter((path) => !existsSync(path))

beforeEach(({ skip }) =>
  skip(missing.length > 0 && process.env.SLUICE_WIDE !== '1', `not run: needs ${missing.join(', ')}`),
)

let worker: Awaited<ReturnType<typeof compiledWorker>>
let checkers: Checkers
beforeAll(async () => {
  worker = await compiledWorker()
  checkers = createCheckers({ count: 1, schemasDir: join(SHARED, 'schemas'), workerFile: worker.file, log: silentLog })
})
afterAll(async () => {
  await checkers[Symbol.asyncDispose]()
  await worker[Symbol.asyncDispose]()
})

test('of the public attacks every one with a document type declaration is refused, and none is read that xmllint refuses (cases X1, X3)', () => {
  const outcomes = publicAttacks().map((attack) => {
    const { wellFormed } = read(attack)
    const found = wellFormed ? 'read' : attack.includes('<!DOCTYPE') ? 'a document type' : 'not well-formed'
    return { name: attack, accepted: wellFormed, found, asExpected: !wellFormed || lint(attack) === 0 }
  })
  expect(seen(outcomes)).toEqual(targetOf('XML attacks'))
})

test('the official sample fits its official schema, and does not once a value is wrong', async () => {
  const sample = await readFile(join(SHARED, 'samples/DmfAOriginal_20223.xml'))
  expect(await one(sample)).toMatchObject({
    wellFormed: true,
    root: { name: 'DmfAOriginal', namespace: null, prefix: null },
    schemaReference: { name: 'DmfAOriginal_20223.xsd' },
    forms: 1,
    identifications: ['DMFA'],
    typeForms: ['SU'],
    schema: { outcome: 'valid', errors: [] },
  })
  const wrong = sample.toString().replace('<Quarter>20223</Quarter>', '<Quarter>20229</Quarter>')
  expect((await one(Buffer.from(wrong))).schema).toMatchObject({
    outcome: 'invalid',
    errors: [{ line: 15, column: 4 }],
  })
  const older = sample.toString().replace('DmfAOriginal_20223.xsd', 'DmfAOriginal_20191.xsd')
  expect((await one(Buffer.from(older))).schema.outcome).toBe('unknownVersion')
})

test('the official sample cut at every tenth byte is never well-formed (case X8)', async () => {
  const sample = await readFile(join(SHARED, 'samples/DmfAOriginal_20223.xml'))
  const end = sample.lastIndexOf('>')
  for (let length = 0; length <= end; length += 10)
    expect([length, read(sample.subarray(0, length)).wellFormed]).toEqual([length, false])
})

test('a document whose tree needs more memory than WebAssembly may have says so, and the next one is checked by a fresh process (case K16)', async () => {
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const dense = `<DmfAOriginal ${xsi} xsi:noNamespaceSchemaLocation="DmfAOriginal_20223.xsd">${'<a/>'.repeat(4_000_000)}</DmfAOriginal>`
  const found = await one(Buffer.from(dense))
  expect([found.wellFormed, found.schema.outcome]).toEqual([true, 'tooLarge'])
  expect((await one(await readFile(join(SHARED, 'samples/DmfAOriginal_20223.xml')))).schema.outcome).toBe('valid')
})

test('100 MB are read with flat memory (case X10)', async () => {
  const forms = Buffer.from('<Form><Identification>DMFA</Identification><x y="1">text</x></Form>\n'.repeat(1000))
  const times = Math.ceil((100 * 1024 * 1024) / forms.length)
  const content = async function* () {
    yield Buffer.from('<Big>')
    for (let n = 0; n < times; n += 1) yield forms
    yield Buffer.from('</Big>')
  }
  const bytes = times * forms.length + 11
  const limited = createCheckers({
    count: 1,
    schemasDir: join(SHARED, 'schemas'),
    workerFile: worker.file,
    memoryBytes: 220 * 1024 * 1024,
    seconds: 240,
    log: silentLog,
  })
  await using _limited = limited
  const [found] = await limited.inspect({ parts: [{ name: 'FI.1', bytes, stream: () => Readable.from(content()) }] })
  expect([found?.wellFormed, found?.forms]).toEqual([true, times * 1000])
})

function publicAttacks(): string[] {
  return readdirSync(ATTACKS).flatMap((name) => {
    const text = readFileSync(join(ATTACKS, name), 'utf8')
    if (name.endsWith('.ini'))
      return [...text.matchAll(/^payload\s*=\s*(.*)$/gm)].map(([, payload = '']) => payload.replaceAll('[LF]', '\n'))
    return name.endsWith('.xml') ? [text, ...text.split('\n')] : text.split('\n')
  })
}

function lint(document: string): number | null {
  return spawnSync(XMLLINT, ['--noout', '--nonet', '-'], { input: document }).status
}

async function one(document: Buffer) {
  const part: Part = { name: 'FI.1', bytes: document.length, stream: () => Readable.from([document]) }
  const [found] = await checkers.inspect({ parts: [part] })
  if (!found) throw new Error('no findings')
  return found
}
