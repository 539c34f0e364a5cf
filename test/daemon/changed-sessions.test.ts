import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedSessions, liveSessions, shownText } from '../../src/daemon/changed-sessions.ts'
import type { PresentSession, Progress } from '../../src/endpoints/sessions/register.ts'
import type { LiveSession } from '../../src/registry/sessions/live-sessions.ts'

const SINCE = new Date('2026-11-23T12:00:00Z')
const THEN = new Date('2026-11-23T12:00:10Z')
const NOW = new Date('2026-11-23T12:00:12Z')
const QUIET: Progress = {
  lastAt: THEN,
  bytesIn: 5,
  bytesOut: 0,
  files: 0,
  doing: 'receiving',
  file: 'FI.caf\u00c3\u00a9',
}

function present(parts: Partial<PresentSession> = {}, progress: Partial<Progress> = {}): PresentSession {
  return {
    ...{ session: 'one', account: 's123456', sender: '123456', address: '10.0.0.1', since: SINCE },
    ...{ client: () => 'WinSCP\r\n5', kick: () => {}, progress: () => ({ ...QUIET, ...progress }) },
    ...parts,
  }
}

const live = (one: PresentSession, before: readonly LiveSession[] = []) =>
  liveSessions(
    { at: NOW, sessions: [['sftp', one]], networkOf: () => 'publilink' },
    new Map(before.map((session) => [session.session, session])),
  )

test('rule 26.1: a session is told as it stands, what its client said made harmless', () => {
  expect(live(present())).toEqual([
    {
      ...{ session: 'one', endpoint: 'sftp', senderNumber: '123456', account: 's123456', network: 'publilink' },
      ...{ address: '10.0.0.1', client: 'WinSCP??5', since: SINCE, lastAt: THEN, bytesIn: 5, bytesOut: 0, files: 0 },
      ...{ doing: 'receiving', file: 'FI.café' },
    },
  ])
})

test('rule 26.1: sessions of nobody’s files are not told', () => {
  expect(live(present({ sender: null }))).toEqual([])
})

test('rule 26.1: what moves is active now, and what rests stays as it was', () => {
  const before = live(present())
  expect(live(present({}, { bytesIn: 6 }), before)[0]?.lastAt).toEqual(NOW)
  const moved = live(present({}, { bytesIn: 6 }), before)
  expect(live(present({}, { bytesIn: 6 }), moved)[0]?.lastAt).toEqual(NOW)
})

test('rule 26.1: a report tells what has changed and who has gone, and nothing twice', () => {
  const [one] = live(present())
  const [two] = live(present({ session: 'two' }))
  if (!one || !two) throw new Error('nobody is in')
  const before = new Map([
    ['one', one],
    ['two', two],
  ])
  expect(changedSessions([one], before)).toEqual({ changed: [], gone: ['two'] })
  const further = { ...one, bytesIn: 9 }
  expect(changedSessions([further, two], before)).toEqual({ changed: [further], gone: [] })
})

test('rule 26.11: what a client said is bounded in characters and bytes, and no character is cut in two', () => {
  expect(shownText(`${'a'.repeat(99)}\u{1f600}b`, 100)).toBe(`${'a'.repeat(99)}\u{1f600}`)
  expect(shownText('\u{1f600}'.repeat(300), 200)).toBe('\u{1f600}'.repeat(200))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat({ max: 20 }), (text, max) => {
      const shown = shownText(text, max)
      const isWhole = Buffer.from(shown).toString() === shown
      expect([isWhole, [...shown].length <= max, Buffer.byteLength(shown) <= 4 * max]).toEqual([true, true, true])
      expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('what is too long is cut, and marks that a screen would act upon are gone', () => {
  expect(shownText('a\u0000\u202e\ufffd\u001b[31mb', 6)).toBe('a????[')
})
