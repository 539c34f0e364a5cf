import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Corrupt, remedyFor, Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { CheckerFailed } from '../../src/stages/checkers/checker-failed.ts'
import { type Checkers, type CheckersSettings, createCheckers, type Part } from '../../src/stages/checkers/checkers.ts'
import type { DocumentFindings } from '../../src/stages/checkers/findings.ts'
import { compiledWorker } from './compiled-worker.ts'

let worker: Awaited<ReturnType<typeof compiledWorker>>
beforeAll(async () => {
  worker = await compiledWorker()
})
afterAll(() => worker[Symbol.asyncDispose]())

const VALID = sample('<Amount>12</Amount>')

test('a document that fits its schema', async () => {
  await using checkers = start(await schemas())
  expect(await one(checkers, VALID)).toEqual({
    parts: ['FI.1'],
    bytes: Buffer.byteLength(VALID),
    wellFormed: true,
    fault: null,
    doctype: false,
    encoding: { declared: null, used: 'UTF-8', supported: true, fault: null },
    limitExceeded: null,
    root: { name: 'Sample', namespace: null, prefix: null },
    schemaReference: { raw: 'Sample_20261.xsd', name: 'Sample_20261.xsd' },
    childrenOtherThanForm: [],
    forms: 1,
    formsWithoutIdentification: 0,
    identifications: ['SAMPLE'],
    typeForms: [],
    schema: { outcome: 'valid', errors: [] },
  } satisfies DocumentFindings)
})

test('schema errors are told with line and column (case X9)', async () => {
  await using checkers = start(await schemas())
  const document = sample('\n  <Amount>twelve</Amount>\n  <Amount>1</Amount><Amount>x</Amount>\n  <Other/>')
  expect((await one(checkers, document)).schema).toEqual({
    outcome: 'invalid',
    errors: [
      {
        line: 2,
        column: 3,
        message: "Element 'Amount': 'twelve' is not a valid value of the atomic type 'xs:integer'.",
      },
      // Which of the two on that line it is, the validator does not say.
      { line: 3, column: 1, message: "Element 'Amount': 'x' is not a valid value of the atomic type 'xs:integer'." },
      {
        line: 4,
        column: 3,
        message: "Element 'Other': This element is not expected. Expected is one of ( Amount, Name, Pattern ).",
      },
    ],
  })
})

test('of a document that is wrong throughout the first twenty errors are told, in reasonable time', async () => {
  await using checkers = start(await schemas())
  const { schema } = await one(checkers, sample('<Amount>x</Amount>'.repeat(100_000)))
  expect([schema.outcome, schema.errors.length]).toEqual(['invalid', 20])
})

test.each([
  ['no reference', '<Sample/>', 'none'],
  ['another version', sample('', 'Sample_20254.xsd'), 'unknownVersion'],
  ['a schema of another root', sample('', 'form-types.xsd'), 'invalid'],
  [
    'no schema of that root',
    '<Other xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="Other_20261.xsd"/>',
    'notInstalled',
  ],
  ['a path out of the folder', sample('', '../../../../etc/passwd'), 'unknownVersion'],
  ['not well-formed', '<Sample>', 'notReached'],
])('%s', async (_what, document, outcome) => {
  await using checkers = start(await schemas())
  expect((await one(checkers, document)).schema.outcome).toBe(outcome)
})

test('both parsers read the same encodings', async () => {
  await using checkers = start(await schemas())
  for (const [encoding, name] of [
    ['US-ASCII', 'ascii'],
    ['ISO-8859-1', 'latin1'],
    ['UTF-8', 'utf8'],
  ] as const) {
    const text = `<?xml version="1.0" encoding="${encoding}"?>${sample(`<Amount>1</Amount><Name>${name === 'ascii' ? 'e' : 'é'}</Name>`)}`
    const found = await one(checkers, Buffer.from(text, name))
    expect([found.encoding.used, found.schema.outcome]).toEqual([encoding, 'valid'])
  }
  const marked = Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(VALID)])
  expect((await one(checkers, marked)).schema.outcome).toBe('valid')
})

test('a document larger than can be validated says so, and is read all the same', async () => {
  await using checkers = start(await schemas())
  const found = await one(
    checkers,
    sample(`<Amount>1</Amount>${'\n'.repeat(16 * 1024 * 1024)}`).replaceAll(
      '\n'.repeat(1024 * 1024),
      `<!-- -->${'\n'.repeat(1024 * 1024)}`,
    ),
  )
  expect([found.wellFormed, found.forms, found.schema.outcome]).toEqual([true, 1, 'tooLarge'])
})

test('schemas are read again when they change, without a restart', async () => {
  const folder = await schemas()
  await using checkers = start(folder)
  const other = sample('<Amount>1</Amount>', 'Sample_20262.xsd')
  expect((await one(checkers, other)).schema.outcome).toBe('unknownVersion')
  await cp(join(folder, 'Sample_20261.xsd'), join(folder, 'Sample_20262.xsd'))
  expect((await one(checkers, other)).schema.outcome).toBe('valid')
  // What it includes changes.
  await writeFile(
    join(folder, 'form-types.xsd'),
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="FormType"><xs:restriction base="xs:date"/></xs:simpleType></xs:schema>',
  )
  expect((await one(checkers, other)).schema.outcome).toBe('invalid')
  await rm(join(folder, 'Sample_20262.xsd'))
  expect((await one(checkers, other)).schema.outcome).toBe('unknownVersion')
})

test('an installed schema that cannot be used is not the sender’s fault', async () => {
  const folder = await schemas()
  await writeFile(join(folder, 'Sample_20262.xsd'), 'no schema')
  await using checkers = start(folder)
  await expect(one(checkers, sample('', 'Sample_20262.xsd'))).rejects.toThrow(Unavailable)
  await expect(one(checkers, sample('', 'Sample_20262.xsd'))).rejects.toThrow(
    /Sample_20262.xsd in schemas.dir cannot be used/,
  )
  expect((await one(checkers, VALID)).schema.outcome).toBe('valid')
})

test('a schema opens nothing but its own folder (case X3)', async () => {
  const folder = await schemas()
  const types = join(folder, 'form-types.xsd')
  await cp(types, join(folder, '..', 'outside.xsd'))
  await symlink(join('..', 'outside.xsd'), join(folder, 'linked.xsd'))
  await mkdir(join(folder, 'sub'))
  await cp(types, join(folder, 'sub', 'types.xsd'))
  await using checkers = start(folder)
  const including = async (location: string) => {
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="${location}"/><xs:element name="Sample"><xs:complexType><xs:sequence><xs:element name="Form" type="FormType"/></xs:sequence></xs:complexType></xs:element></xs:schema>`
    await writeFile(join(folder, 'Sample_20263.xsd'), schema)
    return one(checkers, sample('<Amount>1</Amount>', 'Sample_20263.xsd'))
  }
  for (const location of ['form-types.xsd', 'sub/types.xsd', './sub/../form-types.xsd']) {
    expect([location, (await including(location)).schema.outcome]).toEqual([location, 'valid'])
  }
  for (const location of [
    '../outside.xsd',
    'linked.xsd',
    `file://${types}`,
    types,
    join(folder, '..', 'outside.xsd'),
  ]) {
    await expect(including(location), location).rejects.toThrow(Unavailable)
  }
})

test('nothing in a document or a schema makes a connection (case X3)', async () => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}`
  const folder = await schemas()
  await writeFile(
    join(folder, 'Net_20261.xsd'),
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="${url}/x.xsd"/><xs:element name="Net"/></xs:schema>`,
  )
  await using checkers = start(folder)
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const documents = [
    `<!DOCTYPE a SYSTEM "${url}/x.dtd"><a/>`,
    `<!DOCTYPE a [<!ENTITY x SYSTEM "${url}/x">]><a>&x;</a>`,
    `<?xml-stylesheet href="${url}/x.xsl" type="text/xsl"?>${VALID}`,
    `<Sample ${xsi} xsi:noNamespaceSchemaLocation="${url}/Sample_20261.xsd"><Form/></Sample>`,
    `<Sample ${xsi} xsi:noNamespaceSchemaLocation="Sample_20261.xsd" xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${url}/x"/></Sample>`,
    `<Net ${xsi} xsi:noNamespaceSchemaLocation="Net_20261.xsd"/>`,
  ]
  for (const document of documents) await one(checkers, document).catch(() => {})
  expect(asked).toBe(0)
})

test('a pattern that backtracks takes bounded time (case X15)', async () => {
  await using checkers = start(await schemas(), { seconds: 10 })
  const { schema } = await one(checkers, sample(`<Amount>1</Amount><Pattern>${'a'.repeat(5000)}</Pattern>`))
  expect(schema.outcome).toBe('invalid')
})

test('if part 1 alone is well-formed each part is a document, else all of them are one (spec §5)', async () => {
  await using checkers = start(await schemas())
  const half = Math.floor(VALID.length / 2)
  const pieces = await checkers.inspect({
    parts: [part('FI.1', VALID.slice(0, half)), part('FI.2', VALID.slice(half))],
  })
  expect(pieces.map(({ parts, bytes, schema }) => [parts, bytes, schema.outcome])).toEqual([
    [['FI.1', 'FI.2'], Buffer.byteLength(VALID), 'valid'],
  ])
  const whole = await checkers.inspect({ parts: [part('FI.1', VALID), part('FI.2', '<Sample>'), part('FI.3', VALID)] })
  expect(whole.map(({ parts, wellFormed }) => [parts, wellFormed])).toEqual([
    [['FI.1'], true],
    [['FI.2'], false],
    [['FI.3'], true],
  ])
  expect(await checkers.inspect({ parts: [] })).toEqual([])
})

test('a document that takes too long fails, and the next one gets a fresh process (case K16)', async () => {
  await using checkers = start('', { seconds: 0.5, workerFile: await stub("process.on('message', () => {})") })
  for (const _ of [1, 2]) {
    const error = await one(checkers, VALID).catch((caught) => caught)
    expect([error instanceof CheckerFailed, error.why, remedyFor(error)]).toEqual([true, 'time', 'retry'])
  }
})

test('a disk that hangs is no fault of the document (case D12)', async () => {
  await using checkers = start(await schemas(), { seconds: 3 })
  const error = await checkers.inspect({ parts: [endless('<Sample>')] }).catch((caught) => caught)
  expect([error.constructor, error.message]).toEqual([Unavailable, 'the document did not come from the disk in time'])
  expect((await one(checkers, VALID)).schema.outcome).toBe('valid')
})

test('a document that takes too much memory fails, and the daemon lives (case K16)', async () => {
  await using checkers = start(await schemas(), { memoryBytes: 1024 * 1024 })
  const error = await checkers.inspect({ parts: [endless('<Sample>')] }).catch((caught) => caught)
  expect([error instanceof CheckerFailed, error.why]).toEqual([true, 'memory'])
})

test('a checker that dies fails the document it was at', async () => {
  const error = await one(
    start('', { workerFile: await stub("process.on('message', () => {}); process.exit(3)") }),
    VALID,
  ).catch((caught) => caught)
  expect([error instanceof CheckerFailed, error.why]).toEqual([true, 'died'])
})

test('a source that fails hands its own error on, and the next document is not confused by it', async () => {
  await using checkers = start(await schemas())
  const content = async function* () {
    yield Buffer.from('<Sample>')
    throw new Corrupt('bytes differ')
  }
  await expect(
    checkers.inspect({ parts: [{ name: 'FI.1', bytes: 10, stream: () => Readable.from(content()) }] }),
  ).rejects.toThrow(Corrupt)
  expect((await one(checkers, VALID)).schema.outcome).toBe('valid')
})

test('reading stops early when the rest does not matter', async () => {
  await using checkers = start(await schemas())
  let read = 0
  const content = async function* () {
    yield Buffer.from('<!DOCTYPE a><a>')
    for (; read < 10_000; read += 1) yield Buffer.alloc(65_536, ' ')
  }
  const [found] = await checkers.inspect({
    parts: [{ name: 'FI.1', bytes: 655_360_015, stream: () => Readable.from(content()) }],
  })
  expect(found?.doctype).toBe(true)
  expect(read).toBeLessThan(1000)
  expect((await one(checkers, VALID)).wellFormed).toBe(true)
})

test('a checker gets no environment and no memory of the daemon', async () => {
  const file = await stub(
    "process.send({ findings: { env: process.env, args: process.execArgv }, retire: false }); process.on('message', () => {})",
  )
  await using checkers = start('', { workerFile: file })
  const found = (await one(checkers, VALID)) as unknown as { env: Record<string, string>; args: string[] }
  expect(Object.keys(found.env).filter((name) => !name.startsWith('NODE_CHANNEL_'))).toEqual([])
  expect(found.args).toContain('--max-old-space-size=256')
})

test('as many documents are checked at once as there may be checkers; the others wait their turn', async () => {
  await using checkers = start(await schemas(), { count: 2 })
  const documents = Array.from({ length: 20 }, (_, n) => sample(`<Amount>${n}</Amount>`.repeat((n % 5) + 1)))
  const found = await Promise.all(documents.map((document) => one(checkers, document)))
  expect(found.map(({ bytes }) => bytes)).toEqual(documents.map((document) => Buffer.byteLength(document)))
  expect(found.every(({ schema }) => schema.outcome === 'valid')).toBe(true)
})

test('what still waits when the checkers are stopped is unavailable', async () => {
  const checkers = start(await schemas())
  const busy = checkers.inspect({ parts: [endless('<Sample>')] }).catch((error) => error)
  const waiting = one(checkers, VALID).catch((error) => error)
  await checkers[Symbol.asyncDispose]()
  expect(await busy).toBeInstanceOf(Unavailable)
  expect(await waiting).toBeInstanceOf(Unavailable)
})

function start(schemasDir: string, more: Partial<CheckersSettings> = {}): Checkers {
  return createCheckers({ count: 1, schemasDir, workerFile: worker.file, log: silentLog, ...more })
}

async function one(checkers: Checkers, document: string | Buffer): Promise<DocumentFindings> {
  const [found] = await checkers.inspect({ parts: [part('FI.1', document)] })
  if (!found) throw new Error('no findings')
  return found
}

function part(name: string, document: string | Buffer): Part {
  const bytes = Buffer.from(document)
  return { name, bytes: bytes.length, stream: () => Readable.from([bytes]) }
}

/** A disk that begins to answer and then hangs. */
function endless(beginning: string): Part {
  const content = async function* () {
    yield Buffer.from(beginning)
    await new Promise(() => {})
  }
  return { name: 'FI.1', bytes: 1000, stream: () => Readable.from(content()) }
}

function sample(inside: string, schema = 'Sample_20261.xsd'): string {
  const attributes = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="${schema}"`
  return `<Sample ${attributes}><Form><Identification>SAMPLE</Identification>${inside}</Form></Sample>`
}

/** A copy of the schemas in a folder of its own, below another one. */
async function schemas(): Promise<string> {
  const folder = join(await temporary(), 'schemas')
  await cp(new URL('./vectors/schemas', import.meta.url), folder, { recursive: true })
  return folder
}

async function stub(source: string): Promise<string> {
  const file = join(await temporary(), 'worker.cjs')
  await writeFile(file, source)
  return file
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-checkers-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
