import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { recordEvent } from '../../src/ledger/events.ts'
import { API_PREFIX } from '../../src/portal/site.ts'
import { play } from './played-sets.ts'
import { HERE, OTHER_QUALITY, openSenders, QUALITY, type SendersRig, type Someone, THERE } from './senders-rig.ts'

let rig: SendersRig
beforeAll(async () => {
  rig = await openSenders()
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`truncate submission, received_file, out_entry, delivery, event cascade`.execute(rig.database.queries)
})

const PAGES = `/enterprises/${HERE}/qualities/${QUALITY}`
const LIST = `${API_PREFIX}${PAGES}/submissions`
const KEY = 'DMFA.123456.20261123.00001.R'
const NOBODYS = '0197a000-0000-7000-8000-0000000000ff'

type Listed = {
  readonly items: readonly {
    readonly submissionId: string
    readonly setKey: string
    readonly state: string
    readonly receivedAt: string
  }[]
  readonly next?: string
}

async function listed(query = '', who: Someone = 'manager'): Promise<Listed> {
  const { status, text } = await rig.get(who, `${LIST}${query}`)
  if (status !== 200) throw new Error(`${status} ${text}`)
  return JSON.parse(text)
}

const keysOf = ({ items }: Listed) => items.map(({ setKey }) => setKey)
const one = (parts: Partial<Parameters<typeof play>[1]> = {}) =>
  play(rig.database, { sender: rig.sender, key: KEY, until: 'delivered', ...parts })

describe('who may look (row 19)', () => {
  test.each<[Someone | null, number]>([
    ['main', 200],
    ['coMain', 200],
    ['manager', 200],
    ['coManager', 200],
    ['technicalUser', 200],
    ['user', 403],
    ['sideways', 404],
    ['stranger', 404],
    [null, 401],
  ])('%s', async (who, status) => {
    const id = await one()
    const paths = ['', `/${id}`].map((rest) => `${LIST}${rest}`)
    const answers = await Promise.all(paths.map((path) => rig.get(who, path)))
    const pages = await Promise.all(
      ['/submissions', `/submissions/${id}`, '/test'].map((rest) => rig.get(who, `${PAGES}${rest}`)),
    )
    const page = status === 401 ? 303 : status
    expect([answers.map((answer) => answer.status), pages.map((answer) => answer.status)]).toEqual([
      [status, status],
      [page, page, page],
    ])
  })
})

describe('somebody else’s sets are not there', () => {
  test('below the own path neither another quality’s nor another enterprise’s, and no trace tells them from nothing', async () => {
    const own = await one()
    const sideways = await one({ sender: rig.sidewaysSender })
    const foreign = await one({ sender: rig.strangerSender })
    const asked = await Promise.all(
      [own, sideways, foreign, NOBODYS].map(async (id) => {
        const { status, text } = await rig.get('manager', `${LIST}/${id}`)
        const { instance: _, ...problem } = JSON.parse(text)
        return [status, status === 200 ? 'there' : problem]
      }),
    )
    expect(asked.map(([status]) => status)).toEqual([200, 404, 404, 404])
    expect([asked[1], asked[2]]).toEqual([asked[3], asked[3]])
    const page = await rig.get('manager', `${PAGES}/submissions/${foreign}`)
    expect([page.status, page.text.includes(KEY)]).toEqual([404, false])
    expect((await listed()).items.map(({ submissionId }) => submissionId)).toEqual([own])
  })

  test('nor by a sender number, a page of theirs, or the scope of another enterprise', async () => {
    const foreign = await one({ sender: rig.strangerSender, key: 'DMFA.1.1.1.R' })
    await one()
    const statuses = await Promise.all(
      [
        `${LIST}?senderNumber=${rig.strangerSender}`,
        `${LIST}?senderNumber=${rig.sidewaysSender}`,
        `${API_PREFIX}/enterprises/${THERE}/qualities/${QUALITY}/submissions`,
        `${API_PREFIX}/enterprises/${HERE}/qualities/${OTHER_QUALITY}/submissions`,
        `${API_PREFIX}/enterprises/${HERE}/qualities/QUAL_NONE/submissions`,
      ].map(async (path) => (await rig.get('manager', path)).status),
    )
    expect(statuses).toEqual([404, 404, 404, 404, 404])
    expect(keysOf(await listed(`?after=${foreign}`))).toEqual([])
    expect(keysOf(await listed('?name=DMFA.1.1'))).toEqual([])
    expect((await rig.get('main', `${API_PREFIX}/enterprises/${HERE}/qualities/QUAL_NONE/submissions`)).status).toBe(
      200,
    )
  })
})

test('the list goes on page by page, the latest first, without a gap or a repetition', async () => {
  const openedAt = (index: number) => new Date(Date.UTC(2026, 10, 20, 0, 0, Math.floor(index / 3)))
  for (let index = 0; index < 25; index++)
    await one({
      key: `DMFA.123456.20261120.${String(index).padStart(5, '0')}.R`,
      openedAt: openedAt(index),
      until: 'open',
    })
  const pages: string[][] = []
  const times: string[] = []
  for (let path: string | undefined = `${LIST}?pageSize=10`; path !== undefined; ) {
    const { status, text } = await rig.get('manager', path)
    const page: Listed = JSON.parse(text)
    expect(status).toBe(200)
    pages.push(keysOf(page))
    times.push(...page.items.map(({ receivedAt }) => receivedAt))
    path = page.next
  }
  expect(pages.map((page) => page.length)).toEqual([10, 10, 5])
  expect(new Set(pages.flat()).size).toBe(25)
  expect(times).toEqual(times.toSorted().toReversed())
})

test('the page leads to the next one, keeps what was looked for, and back to the beginning', async () => {
  for (let index = 0; index < 52; index++)
    await one({ key: `DMFA.123456.20261120.${String(index).padStart(5, '0')}.R`, until: 'open' })
  const { text } = await rig.get('manager', `${PAGES}/submissions?service=DMFA&lang=en`)
  const [, next = ''] = /href="([^"]+)" rel="next"/.exec(text) ?? []
  const after = await rig.get('manager', next.replaceAll('&amp;', '&'))
  expect(next).toMatch(/\?service=DMFA&amp;after=[0-9a-f-]{36}$/)
  expect([after.status, after.text.match(/<tr>/g)?.length]).toEqual([200, 1 + 2])
  expect(after.text).toContain(`href="${PAGES}/submissions?service=DMFA"`)
})

describe('narrowed', () => {
  beforeEach(async () => {
    await one({ key: 'DMFA.123456.20261123.0000A.R', ticket: 'SLU0000000018' })
    await one({ key: 'DIMN.123456.20261123.0000B.T', environment: 'T', until: 'open' })
    const verdict = { outcome: 'rejected' as const, reasons: [{ code: 130 }] }
    await one({ key: 'DMFA.123456.20261122.0000C.S', environment: 'S', until: 'answered', verdict })
    await one({ key: 'DMFA.123456.20261122.0000D.R', until: 'cancelled' })
    await one({ key: 'odd_name%.txt', routable: false, until: 'sealed', files: ['odd_name%.txt'] })
  })

  test.each<[string, string[]]>([
    ['?state=open', ['0000B']],
    ['?state=underWay', ['odd_name%.txt']],
    ['?state=accepted', ['0000A']],
    ['?state=rejected', ['0000C']],
    ['?state=cancelled', ['0000D']],
    ['?service=DMFA', ['0000A', '0000C', '0000D']],
    ['?environment=T', ['0000B']],
    ['?name=0000a', ['0000A']],
    ['?name=20261122', ['0000C', '0000D']],
    ['?name=FI.DMFA.123456.20261123.0000A.R.1.1', ['0000A']],
    ['?name=GO.DMFA.123456.20261123.0000A.R.1', ['0000A']],
    ['?name=slu0000000018', ['0000A']],
    ['?name=%25', ['odd_name%.txt']],
    ['?name=d_name', ['odd_name%.txt']],
    ['?name=D_FA', []],
    ['?name=INTEST', []],
    ['?name=T', ['0000B', 'odd_name%.txt']],
    ['?name=0000&service=DMFA&state=accepted&environment=R', ['0000A']],
  ])('%s', async (query, expected) => {
    const found = keysOf(await listed(query)).map((key) => key.split('.')[3] ?? key)
    expect(found.toSorted()).toEqual(expected)
  })

  test.each([
    '?state=lost',
    '?service=dmfa',
    '?service=D___',
    '?environment=X',
    '?after=1',
    '?pageSize=0',
    '?pageSize=201',
    '?x=1',
    '?name=',
  ])('%s is no question that the API takes', async (query) => {
    expect((await rig.get('manager', `${LIST}${query}`)).status).toBe(400)
  })

  test('the answer’s name finds its set', async () => {
    const answer = (await rig.database.queries.selectFrom('out_entry').select('name').execute())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('FS') && name.endsWith('R'))
    expect(keysOf(await listed(`?name=${answer[0]}`))).toEqual(['DMFA.123456.20261123.0000A.R'])
  })

  test('a page ignores what it does not know, and says when nothing fits', async () => {
    const ignored = await rig.get('manager', `${PAGES}/submissions?state=lost&environment=X&after=1`)
    const none = await rig.get('manager', `${PAGES}/submissions?name=nowhere`)
    expect([ignored.status, ignored.text.match(/<tr>/g)?.length, none.text.includes('No submission fits.')]).toEqual([
      ...[200, 1 + 5, true],
    ])
  })
})

describe('how a set stands', () => {
  const rejected = { outcome: 'rejected' as const, reasons: [{ code: 130 }] }
  test.each<[string, Partial<Parameters<typeof play>[1]>, string]>([
    ['open', { until: 'open' }, 'wartet auf Dateien'],
    ['sealed', { until: 'sealed' }, 'wird geprüft'],
    ['accepted', { until: 'judged' }, 'angenommen'],
    ['accepted', { until: 'answered' }, 'angenommen'],
    ['dispatched', { until: 'dispatched' }, 'angenommen, wird übergeben'],
    ['delivered', { until: 'delivered' }, 'angenommen und übergeben'],
    ['rejected', { until: 'judged', verdict: rejected }, 'abgelehnt'],
    ['rejected', { until: 'answered', verdict: rejected }, 'abgelehnt'],
    ['noted', { until: 'judged', verdict: { answer: null } }, 'zur Kenntnis genommen'],
    ['cancelled', { until: 'cancelled' }, 'mit TD abgebrochen'],
    ['withdrawn', { until: 'withdrawn' }, 'alle Dateien zurückgezogen'],
    ['parked', { until: 'sealed', parked: true }, 'wird von uns untersucht'],
  ])('%s %o', async (state, parts, words) => {
    const id = await one(parts)
    const [set, page, list] = await Promise.all([
      rig.get('manager', `${LIST}/${id}`),
      rig.get('manager', `${PAGES}/submissions/${id}?lang=de`),
      rig.get('manager', `${PAGES}/submissions?lang=de`),
    ])
    expect([JSON.parse(set.text).state, (await listed()).items[0]?.state]).toEqual([state, state])
    expect([page.text.includes(`</svg>${words}</span>`), list.text.includes(`</svg>${words}</span>`)]).toEqual([
      true,
      true,
    ])
  })
})

test('rule 25.4: of a set that waits its place in the line is told, and when its turn is likely', async () => {
  const id = await one({ ticket: 'SLU0000000018' })
  const { queries } = rig.database
  const waiting = { state: 'waiting', finished_at: null, turn: 1 }
  await queries.updateTable('delivery').set(waiting).where('submission_id', '=', id).execute()
  for (let n = 0; n < 5; n += 1) {
    const other = await one({ ticket: `SLU000000002${n}`, key: KEY.replace('00001', `0009${n}`) })
    const lately = { finished_at: sql<Date>`now() - interval '90 seconds'` }
    await queries.updateTable('delivery').set(lately).where('submission_id', '=', other).execute()
  }
  const { deliveries } = JSON.parse((await rig.get('manager', `${LIST}/${id}`)).text)
  expect(deliveries).toEqual([
    { service: 'DMFA', state: 'waiting', attempts: 1, place: 1, earliestSeconds: 12, latestSeconds: 60 },
  ])
  expect((await rig.get('manager', `${PAGES}/submissions/${id}`)).text).toContain('in about 12 s to 1 min')
})

test('one set is told whole, from the first file to the last answer, and nothing of who logged in', async () => {
  const id = await one({ ticket: 'SLU0000000018' })
  await recordEvent(rig.database.queries, {
    ...{ submissionId: id, sender: rig.sender, event: 'go.repeated', detail: { name: 'x' } },
  })
  const { text } = await rig.get('manager', `${LIST}/${id}`)
  const { answers, timeline, ...told } = JSON.parse(text)
  const at = (seconds: string) => `2026-11-23T13:02:${seconds}.118Z`
  expect(told).toEqual({
    ...{ submissionId: id, setKey: KEY, senderNumber: rig.sender, state: 'delivered', environment: 'R' },
    ...{
      receivedAt: at('03'),
      sealedAt: at('05'),
      ticket: 'SLU0000000018',
      verdict: { outcome: 'accepted', reasons: [] },
    },
    files: [
      {
        name: `FI.${KEY}.1.1`,
        bytes: 1234,
        sha256: sha256(`FI.${KEY}.1.1`),
        state: 'received',
        channel: 'sftp',
        receivedAt: at('03'),
      },
      {
        name: `GO.${KEY}.1`,
        bytes: 0,
        sha256: sha256(`GO.${KEY}.1`),
        state: 'received',
        channel: 'sftp',
        receivedAt: at('04'),
      },
    ],
    deliveries: [{ service: 'DMFA', state: 'delivered', attempts: 1, finishedAt: at('09') }],
  })
  expect(answers.map(({ bytes, sha256: hash }: { bytes: number; sha256?: string }) => [bytes, hash])).toEqual([
    [1106, sha256('d')],
    [3388, sha256('s')],
    [0, undefined],
  ])
  expect(timeline.map(({ at: _, ...moment }: { at: string }) => moment)).toEqual([
    { event: 'received', name: `FI.${KEY}.1.1`, channel: 'sftp' },
    { event: 'received', name: `GO.${KEY}.1`, channel: 'sftp' },
    { event: 'sealed' },
    { event: 'accepted' },
    { event: 'answered' },
    { event: 'dispatched', service: 'DMFA' },
    { event: 'delivered', service: 'DMFA' },
    { event: 'goRepeated' },
  ])
  const page = await rig.get('manager', `${PAGES}/submissions/${id}`)
  for (const inner of ['192.0.2.1', '10.0.0.7', 'principal']) expect(`${text}${page.text}`).not.toContain(inner)
})

test('a rejection is told in four parts, in the language of the visitor', async () => {
  const reason = { code: 108, file: `FI.${KEY}.1.1`, seen: '123456', expected: '654321' }
  const id = await one({ until: 'answered', verdict: { outcome: 'rejected', reasons: [reason] } })
  const texts = await Promise.all(
    ['de', 'fr', 'nl', 'en'].map(
      async (language) => (await rig.get('manager', `${PAGES}/submissions/${id}?lang=${language}`)).text,
    ),
  )
  const parts = texts.map((text) =>
    [...text.matchAll(/<dl class="verdict">(.*?)<\/dl>/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, name]) => name),
    ),
  )
  expect(parts).toEqual([
    ['Gesehen', 'Erwartet', 'Was tun', 'Code'],
    ['Constaté', 'Attendu', 'Que faire', 'Code'],
    ['Gezien', 'Verwacht', 'Wat te doen', 'Code'],
    ['Seen', 'Expected', 'What to do', 'Code'],
  ])
  expect(texts.every((text) => text.includes('ACRF-108') && text.includes('654321'))).toBe(true)
})

test('of very many reasons a page shows fifty, and says how many more there are', async () => {
  const reasons = Array.from({ length: 73 }, () => ({ code: 130 }))
  const id = await one({ until: 'answered', verdict: { outcome: 'rejected', reasons } })
  const { text } = await rig.get('manager', `${PAGES}/submissions/${id}`)
  expect([text.match(/class="verdict"/g)?.length, text.includes('23 more reasons are in the answer.')]).toEqual([
    50,
    true,
  ])
})

test('hostile names are shown as text, with what cannot be seen made visible', async () => {
  const name = `<script>alert(1)</script>"'\u202Efdp.exe\u0000`.replace('\u0000', '')
  const reasons = [{ code: 129, file: name, seen: '<img src=x onerror=1>', expected: 'FI, FS, GO, TD' }]
  const verdict = { outcome: 'rejected' as const, reasons, setKey: name }
  const id = await one({ key: name, files: [name], routable: false, until: 'answered', verdict })
  const pages = await Promise.all([
    rig.get('manager', `${PAGES}/submissions/${id}`),
    rig.get('manager', `${PAGES}/submissions`),
  ])
  for (const { status, text } of pages) {
    expect(status).toBe(200)
    expect(text).not.toMatch(/<script>|<img|\u202e/i)
    expect(text).toContain('&lt;script>alert(1)&lt;/script>&quot;'.slice(0, 11))
    expect(text).toContain('\\u{202e}')
  }
})

test('a quality that never sent says so, and where to begin', async () => {
  await rig.database.queries
    .insertInto('quality')
    .values({ enterprise_number: HERE, quality_code: 'QUAL_SSC', state: 'active' })
    .execute()
  const place = `/enterprises/${HERE}/qualities/QUAL_SSC`
  const [list, check] = await Promise.all([rig.get('main', `${place}/submissions`), rig.get('main', `${place}/test`)])
  for (const { status, text } of [list, check]) {
    expect([status, text.includes('This quality has no sender number yet')]).toEqual([200, true])
    expect(text).toContain(`href="${place}/structured-reports"`)
  }
})

test('the pages of sets say which enterprise and which quality they are about (case R16)', async () => {
  const crumbs = await Promise.all(
    ['/submissions', '/test'].map(async (rest) => {
      const { text } = await rig.get('manager', `${PAGES}${rest}`)
      const [, path = ''] = /<ol class="crumbs">(.*?)<\/ol>/.exec(text) ?? []
      return [...path.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    }),
  )
  const place = `/enterprises/${HERE}`
  expect(crumbs).toEqual(Array(2).fill([place, `${place}/qualities/${QUALITY}/users`]))
})
