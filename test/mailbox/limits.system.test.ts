import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { readFacts } from '../../src/ledger/facts.ts'
import { findSubmissions } from '../../src/ledger/find.ts'
import { nodeDisk } from '../../src/spool/disk.ts'
import {
  books,
  closeRig,
  defaultSettings,
  listed,
  type Node,
  openRig,
  put,
  putAll,
  refusalOf,
  SENDER,
  sealedSets,
} from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261123.00001.R'
const FI = `FI.${KEY}.1.1`
const FS = `FS.${KEY}.1.1`
const GO = `GO.${KEY}.1`

test.each([
  ['', '.', '..', '../x', '..\\x', '/etc/passwd', 'C:\\x', '%2e%2e', 'a b', 'a\r\nb', 'a\0b', '\x1b[2J', 'a\x7f'],
  ['x‮y', 'FІ.DMFA', '１２', 'é', '�', '*', '<img>', '"', '|', 'a'.repeat(129), 'a'.repeat(4096)],
])('decision 3, cases N2 to N7: illegal names are refused everywhere and leave nothing', async (...names) => {
  await using rig = await openRig()
  await putAll(rig, 'IN', ['x.tmp'])
  for (const name of names) {
    expect([
      name,
      refusalOf(await rig.mailbox.upload(SENDER, 'IN', name, 'replace')),
      refusalOf(await rig.mailbox.rename(SENDER, 'IN', 'x.tmp', name, true)),
    ]).toEqual([name, 'SLU-NAME', 'SLU-NAME'])
  }
  expect(await books(rig.database)).toEqual({ waiting: 1 })
})

describe('size', () => {
  test('case N17: the limit is fine, one byte more is refused at once and remembered for code 184', async () => {
    await using rig = await openRig()
    rig.settings.limits.partBytes = 1000
    expect(refusalOf(await put(rig, 'IN', FS, Buffer.alloc(1000)))).toBe(null)
    const upload = await open(rig, FI)
    expect(refusalOf(await upload.write(Buffer.alloc(600), 0))).toBe(null)
    expect([
      refusalOf(await upload.write(Buffer.alloc(401), 600)),
      refusalOf(await upload.write(Buffer.alloc(1), 0)),
      refusalOf(await upload.finish()),
    ]).toEqual(['SLU-SIZE', 'SLU-SIZE', 'SLU-SIZE'])
    await putAll(rig, 'IN', [GO])
    const [found] = await findSubmissions(rig.database.queries, KEY)
    const { envelope } = await readFacts(rig.database.queries, found?.submissionId ?? '')
    expect(envelope?.members.map(({ name, bytes, overLimit, sha256 }) => [name, bytes, overLimit, sha256])).toEqual([
      [FI, 0, true, sha256('')],
      [FS, 1000, false, sha256(Buffer.alloc(1000))],
      [GO, GO.length, false, sha256(GO)],
    ])
    expect(await rig.spool.has(sha256(''))).toBe(true)
  })

  test('case N17: ten sparse gigabytes, and an offset beyond everything, cost nothing', async () => {
    await using rig = await openRig()
    for (const offset of [10 * 1024 ** 3, Number.MAX_SAFE_INTEGER, 2 ** 63]) {
      const upload = await open(rig, FI)
      expect(refusalOf(await upload.write(Buffer.alloc(1), offset))).toBe('SLU-SIZE')
    }
    const upload = await open(rig, FI)
    expect(refusalOf(await upload.truncate(10 * 1024 ** 3))).toBe('SLU-SIZE')
    expect(await books(rig.database)).toEqual({ superseded: 3, open: 1 })
  })

  test('under a temporary name it is remembered for the set that it was meant for', async () => {
    await using rig = await openRig()
    rig.settings.limits.partBytes = 10
    for (const name of [`${FI}.filepart`, 'anything.tmp', `${GO}.tmp`]) {
      expect(refusalOf(await put(rig, 'IN', name, 'x'.repeat(11)))).toBe('SLU-SIZE')
    }
    expect([await listed(rig, 'IN'), await books(rig.database)]).toEqual([[FI], { open: 1 }])
  })

  test('case N15: GO with a few bytes is fine, over a kilobyte it is refused and seals nothing', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS])
    expect(refusalOf(await put(rig, 'IN', GO, 'x'.repeat(1025)))).toBe('SLU-TRIGGER')
    expect([await sealedSets(rig.database), await listed(rig, 'IN')]).toEqual([[], [FI, FS]])
    expect(refusalOf(await put(rig, 'IN', GO, 'x'.repeat(1024)))).toBe(null)
    expect(await sealedSets(rig.database)).toHaveLength(1)
  })

  test('case N16: an empty file is received; what it is worth is judged', async () => {
    await using rig = await openRig()
    expect(refusalOf(await put(rig, 'IN', FI, ''))).toBe(null)
    expect(await books(rig.database)).toEqual({ open: 1 })
  })
})

describe('case S14: holes', () => {
  test('a file with a hole is refused at its end and leaves nothing', async () => {
    await using rig = await openRig()
    const upload = await open(rig, FI)
    await upload.write(Buffer.from('end'), 100)
    expect([refusalOf(await upload.finish()), refusalOf(await upload.finish())]).toEqual(['SLU-HOLE', 'SLU-HOLE'])
    expect(await books(rig.database)).toEqual({})
  })

  test('a file that grew by truncation is whole once its bytes came', async () => {
    await using rig = await openRig()
    const upload = await open(rig, FI)
    await upload.truncate(6)
    await upload.write(Buffer.from('456'), 3)
    await upload.write(Buffer.from('123'), 0)
    expect(refusalOf(await upload.finish())).toBe(null)
    expect(await rig.spool.has(sha256('123456'))).toBe(true)
  })
})

describe('case N18: quotas of a sender', () => {
  test('open files', async () => {
    await using rig = await openRig()
    rig.settings.limits.openFilesPerSender = 2
    await putAll(rig, 'IN', [FI, 'x.tmp'])
    expect([
      refusalOf(await put(rig, 'IN', FS)),
      refusalOf(await put(rig, 'IN', FS, '', { ...SENDER, sender: '654321' })),
      refusalOf(await put(rig, 'IN', GO)), // which makes room
    ]).toEqual(['SLU-QUOTA', null, null])
    await rig.mailbox.remove(SENDER, 'IN', 'x.tmp')
    rig.clock.aheadMs += 300
    expect(refusalOf(await put(rig, 'IN', FI.replace('00001', '00002')))).toBe('SLU-QUOTA')
    await rig.mailbox.remove(SENDER, 'IN', GO)
    rig.clock.aheadMs += 300
    expect(refusalOf(await put(rig, 'IN', FS))).toBe(null)
  })

  test('uploads under way count, and no longer once they end', async () => {
    await using rig = await openRig()
    rig.settings.limits.openFilesPerSender = 1
    const upload = await open(rig, FI)
    expect(refusalOf(await rig.mailbox.upload(SENDER, 'IN', FS, 'replace'))).toBe('SLU-QUOTA')
    await upload[Symbol.asyncDispose]()
    expect(refusalOf(await put(rig, 'IN', FS))).toBe(null)
  })

  test('open bytes, as soon as they come', async () => {
    await using rig = await openRig()
    rig.settings.limits.openBytesPerSender = 100
    await put(rig, 'IN', FI, 'x'.repeat(60))
    const upload = await open(rig, FS)
    expect([
      refusalOf(await upload.write(Buffer.alloc(40), 0)),
      refusalOf(await upload.write(Buffer.alloc(1), 40)),
      refusalOf(await upload.finish()),
    ]).toEqual([null, 'SLU-QUOTA', 'SLU-QUOTA'])
    expect(await books(rig.database)).toEqual({ open: 1 })
  })

  test('decision 4: names that tell no set', async () => {
    await using rig = await openRig()
    rig.settings.limits.nameFaultsPerHour = 2
    await putAll(rig, 'IN', ['a', 'b', 'x.tmp', FI])
    expect([
      refusalOf(await put(rig, 'IN', 'c')),
      refusalOf(await rig.mailbox.rename(SENDER, 'IN', 'x.tmp', 'c', false)),
      refusalOf(await put(rig, 'IN', 'c', '', { ...SENDER, sender: '654321' })),
    ]).toEqual(['SLU-NAMES', 'SLU-NAMES', null])
  })
})

test.each([
  ['sent', 'x'],
  ['refused for their size and remembered', 'x'.repeat(11)],
])('decision 4: of many names of one instant that tell no set, no more than may be are %s', async (_, content) => {
  await using rig = await openRig()
  rig.settings.limits.nameFaultsPerHour = 5
  rig.settings.limits.partBytes = 10
  const names = Array.from({ length: 50 }, (_, index) => `nameless${index}`)
  const uploads = await Promise.all(names.map((name) => rig.mailbox.upload(SENDER, 'IN', name, 'replace')))
  for (const upload of uploads.flatMap((result) => (result.ok ? [result.value] : []))) {
    await upload.write(Buffer.from(content), 0)
    await upload.finish()
  }
  const taken = (await sealedSets(rig.database)).length
  expect([taken > 0, taken <= 5]).toEqual([true, true])
})

describe('decision 4: misnamed files of one set', () => {
  const misnamed = (index: number) => `FI.${KEY}.x${index}`

  test('are taken up to a number; what is there may be sent again, well-named files and the GO always come in', async () => {
    await using rig = await openRig()
    rig.settings.limits.filesPerSet = 3
    await putAll(rig, 'IN', [misnamed(1), misnamed(2), misnamed(3), 'x.tmp'])
    expect([
      refusalOf(await put(rig, 'IN', misnamed(4))),
      refusalOf(await rig.mailbox.rename(SENDER, 'IN', 'x.tmp', misnamed(4), false)),
      refusalOf(await put(rig, 'IN', misnamed(3), 'again')),
      refusalOf(await rig.mailbox.rename(SENDER, 'IN', misnamed(3), misnamed(5), false)),
      refusalOf(await put(rig, 'IN', misnamed(4).replace('00001', '00002'))),
      refusalOf(await put(rig, 'IN', misnamed(4), '', { ...SENDER, sender: '654321' })),
    ]).toEqual(['SLU-SET', 'SLU-SET', null, null, null, null])
    await putAll(rig, 'IN', [FI, FS])
    expect(refusalOf(await rig.mailbox.rename(SENDER, 'IN', FI, misnamed(6), false))).toBe('SLU-SET')
    await putAll(rig, 'IN', [GO])
    expect(await sealedSets(rig.database)).toEqual([
      { why: 'complete', members: [FI, misnamed(1), misnamed(2), misnamed(5), FS, GO] },
    ])
  })

  test('a misnamed GO comes in as well, once; a well-named TD ends it all', async () => {
    await using rig = await openRig()
    rig.settings.limits.filesPerSet = 2
    const manyParts = `GO.${KEY}.9`
    await putAll(rig, 'IN', [misnamed(1), misnamed(2), `GO.${KEY}.x1`])
    expect(refusalOf(await put(rig, 'IN', `GO.${KEY}.x2`))).toBe('SLU-SET')
    expect(refusalOf(await put(rig, 'IN', `TD.${KEY}.x2`))).toBe('SLU-SET')
    await putAll(rig, 'IN', [manyParts, `TD.${KEY}.1`])
    expect(await books(rig.database)).toEqual({ cancelled: 4 })
  })

  test('uploads under way count', async () => {
    await using rig = await openRig()
    rig.settings.limits.filesPerSet = 2
    const uploads = [await open(rig, misnamed(1)), await open(rig, misnamed(2))]
    expect(refusalOf(await rig.mailbox.upload(SENDER, 'IN', misnamed(3), 'replace'))).toBe('SLU-SET')
    for (const upload of uploads) expect(refusalOf(await upload.finish())).toBe(null)
    expect(await books(rig.database)).toEqual({ open: 2 })
  })

  test('however many are sent at the same instant, no more than may be come in', async () => {
    await using rig = await openRig()
    rig.settings.limits.filesPerSet = 5
    const names = Array.from({ length: 50 }, (_, index) => misnamed(index))
    const sent = await Promise.all(names.map((name) => put(rig, 'IN', name)))
    const refused = new Set(sent.map(refusalOf).filter((code) => code !== null))
    expect([[...refused], (await listed(rig, 'IN')).length <= 5]).toEqual([['SLU-SET'], true])
  })

  test('one that ran over its size under a temporary name is remembered only while there is room', async () => {
    await using rig = await openRig()
    rig.settings.limits.filesPerSet = 1
    rig.settings.limits.partBytes = 10
    for (const index of [1, 2]) {
      expect(refusalOf(await put(rig, 'IN', `${misnamed(index)}.tmp`, 'x'.repeat(11)))).toBe('SLU-SIZE')
    }
    expect(await listed(rig, 'IN')).toEqual([misnamed(1)])
  })
})

describe('disk', () => {
  test('case D3: at the reserve new uploads are refused, GO and answers are not', async () => {
    const settings = defaultSettings()
    settings.limits.diskReserveBytes = 1000
    let freeBytes = 1000
    const disk = { ...nodeDisk, freeBytes: async () => freeBytes }
    await using rig = await openRig({ settings, disk })
    await putAll(rig, 'IN', [FI, FS])
    const upload = await open(rig, FI)
    freeBytes = 999
    rig.clock.aheadMs += 1000
    expect([
      refusalOf(await rig.mailbox.upload(SENDER, 'IN', FI, 'replace')),
      refusalOf(await upload.write(Buffer.from('x'), 0)),
      refusalOf(await put(rig, 'IN', GO)),
    ]).toEqual(['SLU-DISK', 'SLU-DISK', null])
    await rig.spool.store(Buffer.from('an answer'))
    freeBytes = 1000
    rig.clock.aheadMs += 1000
    expect(refusalOf(await put(rig, 'IN', FI))).toBe(null)
  })

  test.each(['write', 'sync', 'link'] as const)('case D1: no room at %s is refused as SLU-DISK', async (call) => {
    let isFull = true
    const full = () => Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
    const disk: typeof nodeDisk = {
      ...nodeDisk,
      async create(path) {
        const file = await nodeDisk.create(path)
        if (call === 'link' || path.includes('probe')) return file
        return {
          ...file,
          [call]: (...values: [never, never]) => (isFull && opened ? Promise.reject(full()) : file[call](...values)),
        }
      },
      link: (from, to) => (call === 'link' && isFull && opened ? Promise.reject(full()) : nodeDisk.link(from, to)),
    }
    let opened = false
    await using rig = await openRig({ disk })
    opened = true
    expect([refusalOf(await put(rig, 'IN', FI)), await books(rig.database)]).toEqual(['SLU-DISK', {}])
    isFull = false
    expect(refusalOf(await put(rig, 'IN', FI))).toBe(null)
  })
})

test('a name that is there is not created again, unless its set is sealed', async () => {
  await using rig = await openRig()
  const create = async (name: string) => {
    const upload = await rig.mailbox.upload(SENDER, 'IN', name, 'create')
    if (upload.ok) await upload.value[Symbol.asyncDispose]()
    return refusalOf(upload)
  }
  await putAll(rig, 'IN', [FI, 'x.tmp'])
  expect([await create(FI), await create('x.tmp'), await create(FS)]).toEqual(['SLU-EXISTS', 'SLU-EXISTS', null])
  await putAll(rig, 'IN', [FS, GO])
  expect(await create(FI)).toBe(null)
})

test('a refusal names neither paths nor other senders', async () => {
  await using rig = await openRig()
  rig.settings.limits.partBytes = 1
  const results = [
    await put(rig, 'IN', FI),
    await put(rig, 'IN', '../x'),
    await rig.mailbox.find(SENDER, 'IN', 'x'),
    await rig.mailbox.upload(SENDER, 'OUT', FI, 'replace'),
  ]
  for (const result of results) {
    const { cause, remedy } = result.ok ? { cause: '', remedy: '' } : result.problem
    expect([cause, remedy].every((text) => text.length > 10 && !text.includes(rig.dir) && text.endsWith('.'))).toBe(
      true,
    )
  }
})

async function open({ mailbox }: Node, name: string) {
  const upload = await mailbox.upload(SENDER, 'IN', name, 'replace')
  if (!upload.ok) throw new Error(upload.problem.cause)
  return upload.value
}
