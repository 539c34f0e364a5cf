import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acknowledgementDocument } from '../../src/batch/acknowledgement-document.ts'
import { type Guess, guessContent } from '../../src/cli/backup/guess-content.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'

const NOW = new Date('2026-11-28T06:00:00Z')
const DER = Buffer.from('3082010006092a864886f70d010702a081f0', 'hex')

test.each<[string, Buffer, Guess]>([
  ['nothing', Buffer.alloc(0), { kind: 'empty' }],
  [
    'a declaration',
    sampleDeclaration(NOW, 'A1'),
    { kind: 'document', root: 'DmfAOriginal', schema: 'DmfAOriginal_20264.xsd' },
  ],
  [
    'XML behind a mark and remarks',
    Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- a - b --><a:b/>'),
    { kind: 'document', root: 'a:b', schema: null },
  ],
  ['a signature as it is sent', Buffer.from(DER.toString('base64')), { kind: 'signature' }],
  ['one in armour', Buffer.from(`-----BEGIN PKCS7-----\r\n${DER.toString('base64')}`), { kind: 'signature' }],
  ['one in DER', DER, { kind: 'signature' }],
  ['the content of a GO', Buffer.from('go'), { kind: 'unknown' }],
  ['almost a tag', Buffer.from('< a>'), { kind: 'unknown' }],
])('rule 31.8: %s is told by its bytes', (_, bytes, guess) => {
  expect(guessContent(bytes, true)).toEqual(guess)
})

test('rule 31.8: our own answer tells what it answered, and only when all of it was read', () => {
  const members = [{ name: 'GO.DMFA.123456.20261128.00001.R.1' }] as never
  const verdict = { outcome: 'accepted', reasons: [], judgedAt: NOW.toISOString() } as const
  const bytes = acknowledgementDocument({ members, ticket: 'SLU000000001A' } as never, verdict as never, {
    schema: 'ACRF_20231.xsd',
  })
  expect([guessContent(bytes, true), guessContent(bytes, false)]).toEqual([
    { kind: 'acknowledgement', about: 'GO.DMFA.123456.20261128.00001.R.1', ticket: 'SLU000000001A', accepted: true },
    { kind: 'document', root: 'ACRF', schema: 'ACRF_20231.xsd' },
  ])
})

test('rule 31.8: whatever bytes there are, something is said of them, soon', () => {
  const kinds = ['acknowledgement', 'document', 'signature', 'empty', 'unknown']
  const pieces = fc.constantFrom('<', '<?', '?>', '<!--', '--', '-->', ' ', 'a', '=', '"', '-----', 'MII', '>')
  const texts = fc.array(pieces, { maxLength: 400 }).map((all) => Buffer.from(all.join('')))
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 500 }).map((all) => Buffer.from(all)),
    texts,
  )
  fc.assert(
    fc.property(bytes, fc.boolean(), (some, whole) => {
      expect(kinds).toContain(guessContent(some, whole).kind)
    }),
  )
  const long = [
    `<!--${'- '.repeat(30_000)}`,
    '<?'.repeat(30_000),
    ' '.repeat(60_000),
    '<!---->'.repeat(9000),
    '-'.repeat(60_000),
  ]
  expect(long.map((text) => guessContent(Buffer.from(text), true).kind)).toEqual(long.map(() => 'unknown'))
})
