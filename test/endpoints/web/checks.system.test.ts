import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { nameDate } from '../../../src/batch/dates.ts'
import { textOf } from '../../../src/batch/reasons/catalogue.ts'
import { sampleDeclaration } from '../../../src/cli/demo/sample-declaration.ts'
import { createDryRun } from '../../../src/daemon/dry-run.ts'
import { currentRights } from '../../../src/registry/rights.ts'
import { readSigningPair, signDetached } from '../../../src/signing/sign.ts'
import { type Checkers, createCheckers } from '../../../src/stages/checkers/checkers.ts'
import { compiledWorker } from '../../checkers/compiled-worker.ts'
import { FORM, multipartBody, type WrittenPart } from './multipart-body.ts'
import { openRestRig, type RestAsked, type RestRig } from './rest-rig.ts'
import { digestOf, filePart, metadata } from './rest-sets.ts'
import { makePair, type Pair } from './web-rig.ts'

let rig: RestRig
let checkers: Checkers
let worker: Awaited<ReturnType<typeof compiledWorker>>
let foreign: Pair
beforeAll(async () => {
  rig = await openRestRig({ sets: ['signature.allowSelfSigned=true'] })
  worker = await compiledWorker()
  const { settings } = rig
  checkers = createCheckers({ count: 1, schemasDir: settings.schemas.dir, log: silentLog, workerFile: worker.file })
  foreign = await makePair('rsa', { commonName: 'Foreign' })
})
beforeEach(() => {
  const { queries } = rig.database
  const deps = { queries, checkers, settings: rig.settings, productVersion: 'test', now: () => new Date() }
  Object.assign(rig.ground, {
    dryRun: createDryRun({ ...deps, rightsOf: (sender) => currentRights(queries, sender), issuers: async () => [] }),
  })
})
afterAll(async () => {
  await rig?.[Symbol.asyncDispose]()
  await checkers?.[Symbol.asyncDispose]()
  await worker?.[Symbol.asyncDispose]()
})

describe('rule 17.7: files that are not sent', () => {
  test('that would be accepted are told so, and nothing of them is stored', async () => {
    const set = await signedSet('00001')
    await rig.bearer() // which leaves rows of its own
    const before = await stored()
    const { status, json } = await check([metadata(set.name), set.declaration, set.signature])
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        sets: [
          {
            ...{ setName: set.key, environment: 'R', declarationType: 'DMFA', outcome: 'accepted', reasons: [] },
            files: [set.declaration, set.signature].map(({ fileName, content }) => ({
              ...{ fileName, bytes: content.length, digest: digestOf(content) },
            })),
          },
        ],
      },
    })
    expect(await stored()).toEqual(before)
  })

  test.each(['de', 'fr', 'nl', 'en'] as const)(
    'that would not are told why, in the language that is asked for (%s)',
    async (language) => {
      const set = await signedSet('00002', foreign)
      const { json } = await check([metadata(set.name), set.declaration, set.signature], {
        headers: { 'accept-language': language },
      })
      const [told] = json.sets as { outcome: string; reasons: { acknowledgementCode: number; detail: string }[] }[]
      expect([told?.outcome, told?.reasons.map(({ acknowledgementCode }) => acknowledgementCode)]).toEqual([
        'rejected',
        [153],
      ])
      expect(told?.reasons[0]?.detail.split(' ').length).toBeGreaterThan(5)
      expect(textOf({ code: 153 })[language].slice(0, 10)).toBe(told?.reasons[0]?.detail.slice(0, 10))
    },
  )

  test('have a verdict for each set that they make, whatever its faults', async () => {
    const set = await signedSet('00003')
    const misnamed = filePart('declaration', `FI.DMFA.${rig.sender.senderNumber}.20269999.00009.R.1.1`)
    const { json } = await check([metadata(set.name), set.declaration, misnamed])
    const sets = json.sets as { setName: string; outcome: string; reasons: { acknowledgementCode: number }[] }[]
    expect(
      sets.map(({ setName, outcome, reasons }) => [setName, outcome, reasons.map((one) => one.acknowledgementCode)]),
    ).toEqual([
      [set.key, 'rejected', [122]],
      [misnamed.fileName.split('.').slice(1, 6).join('.'), 'rejected', [110]],
    ])
  })

  test('without their GO are no set yet', async () => {
    const set = await signedSet('00004')
    const { json } = await check([metadata(set.key, { go: false }), set.declaration, set.signature])
    const [told] = json.sets as { reasons: { acknowledgementCode: number }[] }[]
    expect(told?.reasons.map((one) => one.acknowledgementCode)).toEqual([130])
  })
})

describe('what is refused as for a transfer', () => {
  const NAME = 'DMFA.123456.20260105.00001.R.1'

  test.each<[string, () => readonly WrittenPart[], number, string]>([
    ['no metadata', () => [filePart('declaration', `FI.${NAME}.1`)], 400, 'requiredInput'],
    [
      'a name twice',
      () => [metadata(NAME), filePart('declaration', 'FI.X'), filePart('declaration', 'FI.X')],
      400,
      'unknownInput',
    ],
    ['a name that no file has', () => [metadata(NAME), filePart('declaration', 'FI/X')], 400, 'invalidInput'],
    ['a set name that none has', () => [metadata('a|b'), filePart('declaration', 'FI.X')], 400, 'invalidInput'],
    ['another field', () => [metadata(NAME), filePart('attachment', 'FI.X')], 400, 'unknownInput'],
    [
      'a digest of what did not come',
      () => [metadata(NAME, { digests: { 'FI.Y': 'a'.repeat(64) } }), filePart('declaration', 'FI.X')],
      400,
      'referencedResourceNotFound',
    ],
    [
      'a digest that does not fit',
      () => [metadata(NAME, { digests: { 'FI.X': 'a'.repeat(64) } }), filePart('declaration', 'FI.X')],
      400,
      'digestMismatch',
    ],
  ])('%s', async (_, parts, status, issue) => {
    const answer = await check(parts())
    const issues = answer.json.issues as { type: string }[]
    expect([answer.status, issues.map(({ type }) => type.split(':').at(-1))]).toEqual([status, [issue]])
  })

  test('who may not send', async () => {
    const scope = 'scope:structuredreports:transfer:consult'
    const authorization = `Bearer ${await rig.token({ scope })}`
    const { status, json } = await check([metadata(NAME)], { headers: { authorization } })
    expect([status, json.type]).toEqual([403, 'urn:problem-type:belgif:missingScope'])
  })

  test('rule 17.8: more than may be in memory, told or not', async () => {
    const limit = rig.settings.limits.checkBytes
    rig.settings.limits.checkBytes = 1000
    const parts = [filePart('declaration', 'FI.X', 'x'.repeat(600)), filePart('signature', 'FS.X', 'x'.repeat(600))]
    const answer = await check([metadata(NAME), ...parts])
    const fits = await check([metadata(NAME), ...parts.slice(1), filePart('declaration', 'FI.X', 'x'.repeat(400))])
    rig.settings.limits.checkBytes = limit
    expect([answer.status, answer.json.type, answer.json.limit]).toEqual([
      ...[413, 'urn:problem-type:belgif:payloadTooLarge', 1000],
    ])
    expect(fits.status).toBe(200)
  })
})

describe('rule 17.8: at a time', () => {
  test('a sender checks one request, and finds a place again when it is over', async () => {
    const held = holdJudges()
    const parts = [metadata(`DMFA.${rig.sender.senderNumber}.20260105.00001.R.1`), filePart('declaration', 'FI.X')]
    const first = check(parts)
    await held.asked(1)
    const second = await check(parts)
    held.release()
    expect([second.status, second.json.type, second.headers['retry-after']]).toEqual([
      ...[429, 'urn:problem-type:belgif:tooManyRequests', '5'],
    ])
    expect([(await first).status, (await check(parts)).status]).toEqual([200, 200])
  })

  test('senders together check no more than is set', async () => {
    rig.settings.limits.checksAtOnce = 1
    const held = holdJudges()
    const parts = [metadata(`DMFA.${rig.sender.senderNumber}.20260105.00001.R.1`), filePart('declaration', 'FI.X')]
    const first = check(parts)
    await held.asked(1)
    const second = await check(parts, { sender: await rig.enrol(2) })
    held.release()
    expect([second.status, second.json.type, second.headers['retry-after']]).toEqual([
      ...[503, 'urn:problem-type:belgif:serviceUnavailable', '5'],
    ])
    expect((await first).status).toBe(200)
  })
})

function check(parts: readonly WrittenPart[], more: RestAsked = {}) {
  return rig.rest('/checks', {
    method: 'POST',
    body: multipartBody(parts),
    ...more,
    headers: { ...FORM, ...more.headers },
  })
}

async function signedSet(sequence: string, { keyPem, certificatePem }: Pair = rig.sender) {
  const now = new Date()
  const key = `DMFA.${rig.sender.senderNumber}.${nameDate(now)}.${sequence}.R`
  const document = sampleDeclaration(now, sequence)
  const pair = readSigningPair(keyPem, certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  const signature = await signDetached({ content: document, pair: pair.value, signedAt: now })
  return {
    ...{ key, name: `${key}.1` },
    declaration: filePart('declaration', `FI.${key}.1.1`, document),
    signature: filePart('signature', `FS.${key}.1.1`, Buffer.from(signature)),
  }
}

/** Rows of every table and blobs of the spool. */
async function stored() {
  const { queries } = rig.database
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`.execute(
    queries,
  )
  const rows: Record<string, number> = {}
  for (const { name } of tables) {
    const { rows: counted } = await sql<{ count: number }>`select count(*) from ${sql.table(name)}`.execute(queries)
    rows[name] = counted[0]?.count ?? -1
  }
  const blobs: string[] = []
  for await (const blob of rig.node.spool.blobs()) blobs.push(blob)
  return { rows, blobs: blobs.length }
}

/** Judges that wait until they are released; `asked` resolves when so many have been asked. */
function holdJudges() {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const waiting: (() => void)[] = []
  let count = 0
  const dryRun = async () => {
    count += 1
    for (const look of waiting) look()
    await released
    return { ok: true as const, value: [] }
  }
  Object.assign(rig.ground, { dryRun })
  const asked = (wanted: number) =>
    new Promise<void>((resolve) => {
      const look = () => void (count >= wanted && resolve())
      waiting.push(look)
      look()
    })
  return { asked, release }
}
