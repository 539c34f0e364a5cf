import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { sha256 } from '../../../src/base/hashes.ts'
import { nodeDisk } from '../../../src/spool/disk.ts'
import { allRights, closeRig, defaultSettings, openRig, type Rig } from '../rig.ts'
import { accepted, addPart, answerOf, FI, FS, KEY, PROGRAM, type Sent, transfer } from './send.ts'

afterAll(closeRig)

const OTHER = 'DMFA.123456.20260105.00002.R'

/** What is in no row and under no name afterwards. */
async function expectNothing(rig: Rig): Promise<void> {
  const { rows } = await sql<{ stored: number }>`
    select (select count(*) from submission) + (select count(*) from received_file) + (select count(*) from claim)
      + (select count(*) from fact) + (select count(*) from event) + (select count(*) from open_upload) as stored
    `.execute(rig.database.queries)
  const place = { sender: '123456', rawKey: `IN/${KEY}` }
  await rig[Symbol.asyncDispose]()
  expect([rows[0]?.stored, rig.mailbox.uploadsOf(place), await readdir(`${rig.dir}/spool/incoming`)]).toEqual([
    0,
    [],
    [],
  ])
}

async function blobs(rig: Rig): Promise<string[]> {
  const found: string[] = []
  for await (const blob of rig.spool.blobs()) found.push(blob)
  return found.sort()
}

describe('rule 14.5: what the gate would fault is answered at once, and nothing is stored', () => {
  test.each<[string, readonly Sent[], Partial<{ setName: string; go: boolean }>, string]>([
    ['a missing declaration', [[FS]], {}, 'set 120'],
    ['a missing signature', [[FI]], {}, 'set 122'],
    ['nothing but the GO', [], {}, 'set 120 122'],
    ['an empty declaration', [[FI, ''], [FS]], {}, 'set 134'],
    ['a part above the count', [[FI], [FS], [`FI.${KEY}.1.2`]], {}, 'set 120 123'],
    ['the name of a set without a sequence', [[FI], [FS]], { setName: 'DMFA.123456.20260105' }, 'name 107'],
    ['the name of a set that is nothing', [[FI], [FS]], { setName: 'X' }, 'name 107'],
    ['the name of a set with a part', [[FI], [FS]], { setName: `${KEY}.1.1` }, 'name 107'],
    ['an unknown environment', [], { setName: KEY.replace('.R', '.X') }, 'name 117'],
    ['a set of somebody else', [], { setName: KEY.replace('123456', '654321') }, 'name 108'],
    [
      'a name of a set that no GO would have, while it stays open',
      [[FI]],
      { setName: `${KEY}.0`, go: false },
      'name 116',
    ],
  ])('%s', async (_, sent, words, answer) => {
    const rig = await openRig()
    const before = await blobs(rig)
    expect(answerOf(await transfer(rig, sent, words))).toBe(answer)
    expect(await blobs(rig)).toEqual(before)
    await expectNothing(rig)
  })

  test.each<[string, readonly Sent[], object[]]>([
    [
      'a part of another set',
      [[`FI.${OTHER}.1.1`], [FS]],
      [{ code: 131, file: `FI.${OTHER}.1.1`, seen: `FI.${OTHER}.1.1`, expected: FI }],
    ],
    [
      'a signature of another set',
      [[FI], [`FS.${OTHER}`]],
      [{ code: 132, file: `FS.${OTHER}`, seen: `FS.${OTHER}`, expected: `FS.${KEY}` }],
    ],
    [
      'a signature that is sent as a declaration',
      [[FI], [FS, FS, 'declaration']],
      [{ code: 131, file: FS, seen: FS, expected: FI }],
    ],
    [
      'a declaration that is sent as a signature',
      [[FI, FI, 'signature'], [FS]],
      [{ code: 132, file: FI, seen: FI, expected: FS }],
    ],
    [
      'a GO that is sent as a declaration',
      [[`GO.${KEY}.1`]],
      [{ code: 131, file: `GO.${KEY}.1`, seen: `GO.${KEY}.1`, expected: `FI.${KEY}.1` }],
    ],
  ])('rule 14.2: %s', async (_, sent, reasons) => {
    const rig = await openRig()
    const detailed = reasons.map((reason) => ({ ...reason, detail: 'set' }))
    expect(await transfer(rig, sent)).toEqual({
      ok: false,
      problem: { kind: 'faults', round: 'name', reasons: detailed },
    })
    await expectNothing(rig)
  })

  test('the faults of all names, also of those that belong elsewhere', async () => {
    const rig = await openRig()
    expect(answerOf(await transfer(rig, [[`FI.${KEY}.1.x`], [`FS.${OTHER}.1.1`]]))).toBe('name 131 132')
    await expectNothing(rig)
  })

  test('rule 2.4: no set is asked for while it stays open', async () => {
    await using rig = await openRig()
    expect(answerOf(await transfer(rig, [[FI, '']], { go: false }))).toBe('open')
  })

  const suspended = { state: 'suspended' } as const
  test.each<[string, (rights: ReturnType<typeof allRights>) => ReturnType<typeof allRights>, string]>([
    ['a suspended sender', (rights) => ({ ...rights, sender: { ...rights.sender, ...suspended } }), 'rights 103'],
    [
      'a suspended enterprise',
      (rights) => ({ ...rights, enterprise: { ...rights.enterprise, ...suspended } }),
      'rights 103',
    ],
    [
      'a suspended channel',
      (rights) => ({ ...rights, channels: rights.channels.map((channel) => ({ ...channel, ...suspended })) }),
      'rights 249',
    ],
    [
      'a channel that was not chosen',
      (rights) => ({ ...rights, bindings: rights.bindings.filter(({ channel }) => channel !== 'web') }),
      'rights 249',
    ],
    ['a service that was not chosen', (rights) => ({ ...rights, bindings: [] }), 'rights 154'],
    [
      'an environment that is not open',
      (rights) => ({ ...rights, bindings: rights.bindings.filter(({ environment }) => environment === 'T') }),
      'rights 168',
    ],
  ])('%s, whether the GO comes or not', async (_, changed, answer) => {
    const rig = await openRig()
    rig.rights.current = changed(allRights())
    expect(answerOf(await transfer(rig))).toBe(answer)
    expect(answerOf(await transfer(rig, [[FI]], { go: false }))).toBe(answer)
    await expectNothing(rig)
  })

  test('what is in the open set already is judged with it, and stays as it was', async () => {
    await using rig = await openRig()
    await transfer(rig, [[`FI.${KEY}.2.1`]], { go: false })
    expect(answerOf(await transfer(rig, [[FS]]))).toBe('set 123')
    expect(answerOf(await transfer(rig, [[FI], [FS]]))).toBe('set 120 123')
    const [view] = await rig.mailbox.transfers.list('123456', {}, { offset: 0, limit: 9 })
    expect(view?.files.map(({ fileName }) => fileName)).toEqual([`FI.${KEY}.2.1`])
  })
})

describe('rule 14.4: digests', () => {
  const told = (name: string, content: string) => new Map([[name, sha256(content) as string]])

  test('that fit are taken, of some files or all', async () => {
    await using rig = await openRig()
    expect(answerOf(await transfer(rig, [[FI], [FS]], { digests: told(FI, FI) }))).toBe('received')
  })

  test.each<[string, string, string, object]>([
    ['of another content', FS, 'other', { kind: 'digestMismatch', fileName: FS }],
    ['of a file that did not come', `FI.${KEY}.2.2`, '', { kind: 'partMissing', fileName: `FI.${KEY}.2.2` }],
  ])('%s refuse the request', async (_, name, content, problem) => {
    const rig = await openRig()
    expect(await transfer(rig, [[FI], [FS]], { digests: told(name, content) })).toEqual({ ok: false, problem })
    await expectNothing(rig)
  })
})

describe('limits', () => {
  test.each([
    ['declaration', FI, 'partBytes'],
    ['signature', FS, 'signatureBytes'],
  ] as const)('case H1: a %s above its limit ends the request, as soon as it is', async (kind, fileName, limit) => {
    const rig = await openRig()
    rig.settings.limits[limit] = 10
    const tooLarge = { ok: false, problem: { kind: 'tooLarge', fileName, bytesMax: 10 } }
    const request = rig.mailbox.transfers.begin(PROGRAM)
    const part = await request.part(kind, fileName)
    if (!part.ok) throw new Error(part.problem.kind)
    expect(await part.value.write(Buffer.alloc(10))).toEqual({ ok: true })
    expect(await part.value.write(Buffer.alloc(1))).toEqual(tooLarge)
    expect([await part.value.write(Buffer.alloc(1)), await request.part('signature', FS)]).toEqual([tooLarge, tooLarge])
    expect(await request.finish({ setName: KEY, go: true, digests: new Map() })).toEqual(tooLarge)
    await request[Symbol.asyncDispose]()
    await expectNothing(rig)
  })

  test.each<[string, Partial<ReturnType<typeof defaultSettings>['limits']>, readonly Sent[], string]>([
    ['more parts than may be', { transferParts: 1 }, [[FI], [FS]], 'SLU-INPUT'],
    ['one name twice', {}, [[FI], [FI]], 'SLU-INPUT'],
    ['a name that no listing holds', {}, [[`FI/${KEY}`]], 'SLU-NAME'],
    ['more files than may wait', { openFilesPerSender: 1 }, [[FI], [FS]], 'SLU-QUOTA'],
    ['more bytes than may wait', { openBytesPerSender: 10 }, [[FI]], 'SLU-QUOTA'],
  ])('%s', async (_, limits, sent, code) => {
    const rig = await openRig()
    Object.assign(rig.settings.limits, limits)
    expect(answerOf(await transfer(rig, sent))).toBe(code)
    await expectNothing(rig)
  })

  test.each([
    ['no name', ''],
    ['a space', `${KEY} `],
    ['very long', 'X'.repeat(200)],
  ])('the name of a set with %s is refused', async (_, setName) => {
    const rig = await openRig()
    expect(answerOf(await transfer(rig, [], { setName }))).toBe(setName === '' ? 'name 107' : 'SLU-NAME')
    await expectNothing(rig)
  })

  test('a request that brings neither files nor GO', async () => {
    const rig = await openRig()
    expect(answerOf(await transfer(rig, [], { go: false }))).toBe('SLU-INPUT')
    await expectNothing(rig)
  })

  test('give back the room that a refused request took', async () => {
    await using rig = await openRig()
    Object.assign(rig.settings.limits, { openFilesPerSender: 2, transferParts: 2 })
    for (let time = 0; time < 3; time++) {
      expect(answerOf(await transfer(rig, [[FI], [FS], ['x']]))).toBe('SLU-INPUT')
      expect(answerOf(await transfer(rig, [[FI], ['FS.x']]))).toBe('name 132')
    }
    expect(answerOf(await transfer(rig))).toBe('received')
  })
})

describe('disk', () => {
  test('case D3: at the reserve no request is begun, and one under way is ended', async () => {
    const settings = defaultSettings()
    settings.limits.diskReserveBytes = 1000
    let freeBytes = 1000
    const rig = await openRig({ settings, disk: { ...nodeDisk, freeBytes: async () => freeBytes } })
    await using request = rig.mailbox.transfers.begin(PROGRAM)
    const part = await request.part('declaration', FI)
    if (!part.ok) throw new Error(part.problem.kind)
    freeBytes = 999
    rig.clock.aheadMs += 1000
    expect(answerOf(await transfer(rig))).toBe('SLU-DISK')
    expect(await part.value.write(Buffer.from('x'))).toMatchObject({ problem: { refusal: { code: 'SLU-DISK' } } })
    await expectNothing(rig)
  })

  test.each([
    ['write', 'ENOSPC', 'SLU-DISK'],
    ['sync', 'ENOSPC', 'SLU-DISK'],
    ['link', 'ENOSPC', 'SLU-DISK'],
    ['write', 'EIO', null],
    ['sync', 'EIO', null],
    ['link', 'EIO', null],
  ] as const)('case D1: %s that fails with %s', async (call, code, refusal) => {
    let fails = false
    const failure = () => Promise.reject(Object.assign(new Error(code), { code }))
    const disk: typeof nodeDisk = {
      ...nodeDisk,
      async create(path) {
        const file = await nodeDisk.create(path)
        return call === 'link'
          ? file
          : { ...file, [call]: (...values: [never, never]) => (fails ? failure() : file[call](...values)) }
      },
      link: (from, to) => (call === 'link' && fails ? failure() : nodeDisk.link(from, to)),
    }
    const rig = await openRig({ disk })
    fails = true
    const answer = transfer(rig, [
      [FI, `${call} ${code}`],
      [FS, `sig ${call} ${code}`],
    ])
    if (refusal) expect(answerOf(await answer)).toBe(refusal)
    else await expect(answer).rejects.toThrow(Unavailable)
    fails = false
    await expectNothing(rig)
  })
})

describe('case H6: a request that breaks', () => {
  test.each([0, 1, 2, 3])('after %i steps leaves nothing', async (steps) => {
    const rig = await openRig()
    await using request = rig.mailbox.transfers.begin(PROGRAM)
    const acts = [
      () => request.part('declaration', FI),
      () => addPart(request, [FS]),
      async () => {
        const part = await request.part('declaration', `FI.${KEY}.2.2`)
        if (part.ok) void part.value.write(Buffer.alloc(100_000))
      },
    ]
    for (const act of acts.slice(0, steps)) await act()
    await request[Symbol.asyncDispose]()
    await expect(request.finish({ setName: KEY, go: true, digests: new Map() })).rejects.toThrow(Unavailable)
    await expectNothing(rig)
  })

  test('while a part is being let in leaves nothing, and takes no room', async () => {
    const rig = await openRig()
    rig.settings.limits.openFilesPerSender = 1
    const request = rig.mailbox.transfers.begin(PROGRAM)
    const part = request.part('declaration', FI)
    await request[Symbol.asyncDispose]()
    await expect(part).rejects.toThrow(Unavailable)
    expect(answerOf(await transfer(rig, [[FI, '']]))).toBe('set 122 134')
    await expectNothing(rig)
  })

  test('after its end was told is taken all the same, and its receipt is found', async () => {
    await using rig = await openRig()
    const request = rig.mailbox.transfers.begin(PROGRAM)
    for (const name of [FI, FS]) await addPart(request, [name])
    const finishing = request.finish({ setName: `${KEY}.1`, go: true, digests: new Map() })
    await request[Symbol.asyncDispose]()
    const [view] = await rig.mailbox.transfers.list('123456', {}, { offset: 0, limit: 9 })
    expect(accepted(await finishing).view).toEqual(view)
    expect(answerOf(await transfer(rig))).toBe('replayed')
  })
})
