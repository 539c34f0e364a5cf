/** What operators see and say after a backup was put back. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { acknowledgeRestored } from '../../src/console/operations/acknowledge-restored.ts'
import type { OperatorRole } from '../../src/registry/operators/operator.ts'
import { commandLine, ME } from '../cli/command-line.ts'
import { ACT, auditOf } from '../registry/fixtures.ts'
import { restored, TAKEN_AT } from '../registry/restored-scene.ts'
import { untilWaiting } from '../support/test-database.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

const PATH = '/restored/acknowledge'
const RESTORED_AT = new Date('2026-11-28T06:00:00Z')
const REFUSED = {
  ...{ code: 'SLU-STATE', status: 409, type: 'urn:problem-type:sluice:console:invalidState' },
  detail: 'No restored backup waits for a word. Who has acknowledged it stands in the audit, under `backup:`.',
}

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig()
})
afterAll(() => rig?.[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`delete from lost_change`.execute(rig.database.queries)
  await sql`delete from restoration`.execute(rig.database.queries)
})

const api = async (role: OperatorRole, path: string, payload?: object) => {
  const method = payload ? 'POST' : 'GET'
  const url = `/api/v1${path}`
  const answer = await rig.ask({ method, url, headers: rig.as(role), ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.payload === '' ? null : answer.json() }
}
const page = async (role: OperatorRole, path = '/restored') => await rig.visitor(role).get(path)
const auditOfBackup = (name: string) => auditOf(rig.database, `backup:${name}`)

/** Restored at one known moment. */
async function put(...[backup, entries]: readonly [string, Parameters<typeof restored>[2]?]): Promise<string> {
  const id = await restored(rig.database, backup, entries)
  await sql`update restoration set restored_at = ${RESTORED_AT} where restoration_id = ${id}`.execute(
    rig.database.queries,
  )
  return id
}

const CHANGES = [
  { auditNo: 71, action: 'sender.suspend', outcome: 'madeAgain' },
  { auditNo: 72, reason: null, detail: { state: 'active' } },
  { auditNo: 73, action: 'user.locked', subject: 'account:\u202e<b>', why: 'There is no user.' },
] as const

test('rule 31.11: whoever watches sees each change, what became of it, and why', async () => {
  const id = await put('20261127T0300Z', CHANGES)
  const { html } = await page('viewer')
  expect(rowsOf(html)).toEqual([
    [STAMP, 'made again', 'sender.suspend', 'sender:123456', 'operator:root', 'asked by phone'],
    [STAMP, 'to do', 'sender.resume', 'sender:123456', 'operator:root', ''],
    [STAMP, 'to doThere is no user.', 'user.locked', 'account:\\u{202e}&lt;b>', 'operator:root', 'asked by phone'],
  ])
  expect(textsOf(html, 'h2')).toEqual(['Backup 20261127T0300Z'])
  expect(textsOf(html, 'd[td]')).toEqual([
    ...['As of', '27/11/2026, 04:00:00', 'Restored', '28/11/2026, 07:00:00', 'To do', '2', 'Made again', '1'],
  ])
  expect(html).toContain('2 changes are left to do; made again: 1.')
  const usual = { actor: 'operator:root', subject: 'sender:123456', at: '2026-11-27T10:00:00.123Z', detail: {} }
  const reason = 'asked by phone'
  expect(await api('viewer', '/restored')).toEqual({
    status: 200,
    body: {
      restorations: [
        {
          ...{ restorationId: id, backup: '20261127T0300Z', madeAgain: 1, toDo: 2 },
          ...{ takenAt: TAKEN_AT.toISOString(), restoredAt: RESTORED_AT.toISOString() },
        },
      ],
    },
  })
  expect(await api('viewer', `/restored/${id}/changes`)).toEqual({
    status: 200,
    body: {
      ...{ self: `/api/v1/restored/${id}/changes`, pageSize: 50 },
      items: [
        { ...usual, auditNo: 71, action: 'sender.suspend', reason, outcome: 'madeAgain' },
        { ...usual, auditNo: 72, action: 'sender.resume', detail: { state: 'active' }, outcome: 'listed' },
        {
          ...{ ...usual, auditNo: 73, action: 'user.locked', subject: 'account:\u202e<b>', reason },
          ...{ outcome: 'refused', why: 'There is no user.' },
        },
      ],
    },
  })
})

test('rule 31.11: where nothing is open it is said, and where nothing is known', async () => {
  const none = await page('administrator')
  expect([none.status, none.html.includes('No backup was put back'), none.html.includes(PATH)]).toEqual([
    ...[200, true, false],
  ])
  expect(await api('viewer', '/restored')).toEqual({ status: 200, body: { restorations: [] } })
  expect((await page('administrator', PATH)).at).toBe('/restored')
  await put('none')
  await put('other')
  const { html } = await page('viewer')
  expect(textsOf(html, 'h2')).toEqual([
    'A new database over contents that were there',
    'A database that has less than the copy of its audit',
  ])
  expect(html.split('The copy of the audit tells of no change since then.')).toHaveLength(3)
})

test('rule 31.11: page by page each is there once, also two of one number', async () => {
  const numbers = [...Array.from({ length: 49 }, (_, index) => index + 1), 50, 50, 51]
  const entries = numbers.map((auditNo, index) => ({ auditNo, at: `2026-11-27T10:00:00.${100 + index}999Z` }))
  const id = await put('20261127T0300Z', entries)
  await put('20261127T0400Z', [{ auditNo: 9, at: '2026-11-27T11:00:00Z', subject: 'sender:999999' }])
  const first = await page('viewer')
  expect([rowsOf(first.html).length, textsOf(first.html, 'h2').length]).toEqual([51, 2])
  const next = /href="([^"]+)" rel="next"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(next).toBe(`/restored?of=${id}&after=50-${Date.parse('2026-11-27T10:00:00.149Z')}`)
  const second = await page('viewer', next)
  expect([rowsOf(second.html).length, textsOf(second.html, 'h2')]).toEqual([2, ['Backup 20261127T0300Z']])
  expect(second.html).toContain(`href="/restored?of=${id}"`)
  const odd = await page('viewer', `/restored?of=${id}&after=x`)
  expect(rowsOf(odd.html)).toHaveLength(50)
  const seen: number[] = []
  for (let to: string | undefined = `/restored/${id}/changes?pageSize=10`; to; ) {
    const { body } = await api('viewer', to.replace('/api/v1', ''))
    seen.push(...body.items.map(({ auditNo }: { auditNo: number }) => auditNo))
    to = body.next
  }
  expect(seen).toEqual(numbers)
})

test.each(['viewer', 'operator'] as const)('rule 31.7: %s acknowledges nothing', async (role) => {
  const id = await put('20261127T0300Z')
  expect((await page(role)).html).not.toContain(PATH)
  expect((await page(role, PATH)).status).toBe(403)
  const form = { method: 'POST', url: PATH, headers: rig.as(role), payload: { reason: 'done' } } as const
  expect((await rig.ask(form)).statusCode).toBe(403)
  expect((await api(role, PATH, { reason: 'done' })).status).toBe(403)
  expect(await openIds()).toEqual([id])
})

test('rule 31.7: an administrator acknowledges by the page, with a reason, and once', async () => {
  await put('other', CHANGES)
  const browser = rig.visitor('administrator')
  expect((await browser.get('/restored')).html).toContain(`href="${PATH}"`)
  const form = await browser.get(PATH)
  expect(textsOf(form.html, 'd[td]')).toEqual([
    'A database that has less than the copy of its audit',
    'As of 27/11/2026, 04:00:00; 2 to do, 1 made again',
  ])
  const empty = await browser.fill(form, PATH, { reason: ' ' })
  expect([empty.status, empty.html.includes('The reason is missing')]).toEqual([400, true])
  const done = await browser.fill(form, PATH, { reason: 'locks made again' })
  expect([done.status, done.at.split('?')[0], done.html.includes('Acknowledged; the audit has it.')]).toEqual([
    ...[200, '/restored', true],
  ])
  const again = await browser.fill(form, PATH, { reason: 'again' })
  expect(again.status).toBe(409)
  for (const said of ['No restored backup waits for a word.', 'Who has acknowledged it stands in the audit'])
    expect(again.html).toContain(said)
  expect((await auditOfBackup('other')).map(({ reason }) => reason)).toEqual(['locks made again'])
})

test('rule 31.7: console and command leave the same in the audit, one entry for each that was open', async () => {
  using sluice = commandLine(rig.database)
  const entry = {
    ...{ action: 'restore.acknowledged', reason: 'looked into' },
    detail: { takenAt: TAKEN_AT.toISOString(), restoredAt: RESTORED_AT.toISOString() },
  }
  await put('by-console')
  await put('by-console-too')
  expect(await api('administrator', PATH, { reason: 'looked into' })).toEqual({ status: 204, body: null })
  const actor = 'operator:administrator-1@console'
  expect(await auditOfBackup('by-console')).toEqual([{ ...entry, actor }])
  expect(await auditOfBackup('by-console-too')).toEqual([{ ...entry, actor }])
  await put('by-command')
  expect(await sluice('restored', 'acknowledge', '--reason', 'looked into', '--json')).toEqual({
    ...{ code: 0, err: '', out: '{"ok":true,"backups":["by-command"]}' },
  })
  expect(await auditOfBackup('by-command')).toEqual([{ ...entry, actor: ME }])
  expect(await api('administrator', PATH, { reason: 'again' })).toMatchObject({ status: 409, body: REFUSED })
  expect((await sluice('restored', 'acknowledge', '--reason', 'again')).code).toBe(1)
})

test('rule 31.7: of two who acknowledge at the same moment one is refused', async () => {
  await put('at-once')
  let second: ReturnType<typeof api> | undefined
  const first = await rig.database.transaction(async (tx) => {
    const said = await acknowledgeRestored(tx, ACT)
    second = api('administrator', PATH, { reason: 'me too' })
    await untilWaiting(rig.database)
    return said
  })
  expect([first.ok, await second]).toMatchObject([true, { status: 409, body: REFUSED }])
  expect((await auditOfBackup('at-once')).map(({ actor }) => actor)).toEqual([ACT.actor])
})

test('rule 31.11: of what is not open nothing is listed', async () => {
  const id = await put('20261127T0300Z', CHANGES)
  await api('administrator', PATH, { reason: 'looked into' })
  for (const one of [id, 'nobody'])
    expect(await api('viewer', `/restored/${one}/changes`)).toMatchObject({
      ...{ status: 404, body: { code: 'SLU-UNKNOWN' } },
    })
})

const STAMP = '27/11/2026, 11:00:00'

async function openIds(): Promise<string[]> {
  const { body } = await api('viewer', '/restored')
  return body.restorations.map(({ restorationId }: { restorationId: string }) => restorationId)
}

function rowsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row = '']) => textsOf(row, 't[dh]'))
    .filter(([first]) => first !== 'When')
}

/** Of each element of that name, without its marks. */
function textsOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<${name}\\b[^>]*>(.*?)</${name}>`, 'gs'))].map(([, text = '']) =>
    text.replaceAll(/<[^>]*>/g, '').trim(),
  )
}
