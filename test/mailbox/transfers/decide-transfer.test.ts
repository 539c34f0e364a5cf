import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReceivedFile } from '../../../src/ledger/arrived-file.ts'
import type { StandingSet } from '../../../src/ledger/standing-sets.ts'
import { decideTransfer } from '../../../src/mailbox/transfers/decide-transfer.ts'
import { requestedSet } from '../../../src/mailbox/transfers/requested-set.ts'
import { FI, FS, GO, KEY } from './send.ts'

const RECEIVED = new Date('2026-01-05T10:00:00Z')
const part = (name: string, sha256 = name) => ({ name, sha256 })
const BOTH = [part(FI), part(FS)]

describe('rule 14.3: what a request means beside what is there', () => {
  const sealed = set('sealed', false, FI, FS, GO)
  const open = set('open', true, FI)
  test.each<[string, StandingSet[], ReturnType<typeof part>[], string | null, object]>([
    ['nothing there', [], BOTH, GO, { do: 'take', open: null, parts: BOTH, go: true }],
    ['the sealed set again', [sealed], BOTH, GO, { do: 'replay', submissionId: 'sealed' }],
    ['some of it, without the GO', [sealed], [part(FS)], null, { do: 'replay', submissionId: 'sealed' }],
    ['its GO alone', [sealed], [], GO, { do: 'replay', submissionId: 'sealed' }],
    ['another GO', [sealed], BOTH, `GO.${KEY}`, { do: 'refuse', fileName: `GO.${KEY}`, submissionId: 'sealed' }],
    ['other content', [sealed], [part(FI), part(FS, 'x')], GO, { do: 'refuse', fileName: FS, submissionId: 'sealed' }],
    ['a new part', [sealed], [part('new')], null, { do: 'refuse', fileName: 'new', submissionId: 'sealed' }],
    ['the open set again', [open], [part(FI)], null, { do: 'replay', submissionId: 'open' }],
    ['more of the open set', [open], BOTH, GO, { do: 'take', open, parts: [part(FS)], go: true }],
    ['only its GO', [open], [part(FI)], GO, { do: 'take', open, parts: [], go: true }],
    [
      'other content in the open set',
      [open],
      [part(FI, 'x')],
      GO,
      { do: 'refuse', fileName: FI, submissionId: 'open' },
    ],
    ['a sealed set again, while a new one is open', [open, sealed], BOTH, GO, { do: 'replay', submissionId: 'sealed' }],
    ['an earlier one again', [set('later', false, 'x'), sealed], BOTH, GO, { do: 'replay', submissionId: 'sealed' }],
    [
      'more beside a GO',
      [set('open', true, FI, GO)],
      BOTH,
      GO,
      { do: 'take', open: set('open', true, FI, GO), parts: [part(FS)], go: false },
    ],
  ])('%s', (_, sets, parts, goName, decision) => {
    expect(decideTransfer(sets, parts, goName)).toEqual(decision)
  })

  test('what ran over its limit is not the same as an empty file', () => {
    const cut = { ...set('open', true), members: [{ ...member(FI), overLimit: true }] }
    expect(decideTransfer([cut], [part(FI)], null)).toEqual({ do: 'refuse', fileName: FI, submissionId: 'open' })
  })
})

test('rule 14.1: whatever is sent as the name of a set, there is a folder for it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.string({ maxLength: 8 })).map((words) => words.join('.')),
      ),
      (setName) => {
        const { goName, rawKey, environment } = requestedSet(setName)
        const folder = { R: 'IN/', T: 'INTEST/', S: 'INTEST-S/' }[environment]
        expect([goName, rawKey === goName || rawKey.startsWith(folder)]).toEqual([`GO.${setName}`, true])
      },
    ),
  )
})

function set(submissionId: string, isOpen: boolean, ...names: string[]): StandingSet {
  return { submissionId, isOpen, members: names.map(member) }
}

function member(name: string): ReceivedFile {
  const sha256 = name as ReceivedFile['sha256']
  return {
    submissionId: 'any',
    fileId: `file-${name}`,
    name,
    sha256,
    bytes: 1,
    overLimit: false,
    channel: 'web',
    receivedAt: RECEIVED,
  }
}
