import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SignatureDetail } from '../../src/batch/annex-25.ts'
import { explainMismatch } from '../../src/signing/explain-mismatch.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import { asked, cms, contentOf, makeSigner } from './crafted.ts'

const BOM = '\u{feff}'

// biome-ignore format: a table
const STORIES: readonly (readonly [string, string, string, SignatureDetail | null])[] = [
  // what                                             signed                     received                 said
  ['ASCII mode made CRLF of LF',                      'a\nb\n\nc',               'a\r\nb\r\n\r\nc',       'asciiMode'],
  ['ASCII mode made CR CR LF of CR LF',               'a\r\nb\r\n',              'a\r\r\nb\r\r\n',        'asciiMode'],
  ['a signature over CRLF text of an LF file',        'a\r\nb\r\n',              'a\nb\n',                'signedAsText'],
  ['a signature over CRLF text, no last line break',  'a\r\nb',                  'a\nb',                  'signedAsText'],
  ['a signature over mixed line ends',                'a\r\nb\r\nc\r',           'a\nb\r\nc\r',           'signedAsText'],
  ['an e-mail header that was signed along',          'Content-Type: text/plain\r\n\r\na\r\n', 'a\n',     'signedAsText'],
  ['a byte order mark that was added',                'abc',                     `${BOM}abc`,             'bomAdded'],
  ['a byte order mark that was lost',                 `${BOM}abc`,               'abc',                   'bomRemoved'],
  ['a last LF that was lost',                         'abc\n',                   'abc',                   'tailMissing'],
  ['a last CRLF that was lost',                       'abc\r\n',                 'abc',                   'tailMissing'],
  ['a last LF that was added',                        'abc',                     'abc\n',                 'tailAdded'],
  ['a last CRLF that was added',                      'abc',                     'abc\r\n',               'tailAdded'],
  ['an empty file that lost everything',              '\n',                      '',                      'tailMissing'],
  ['a document whose end is missing',                 '<a>b</a>\n',              '<a>b<',                 'cutOff'],
  ['a document that lost all but its first byte',     '<a/>',                    ` \r\n${BOM}<`,           'cutOff'],
  ['another whole document',                          '<a/>',                    '<b/>\n\n',              null],
  ['three first bytes that are no byte order mark',   'abc',                     'xyzabc',                null],
  ['another document',                                'abc',                     'abd',                   null],
  ['an empty file',                                   'abc',                     '',                      null],
]

test.each(STORIES)('recognises %s', async (_, signed, received, detail) => {
  const expected = createHash('sha256').update(signed, 'utf8').digest()
  for (const chunkBytes of [1, 2, 3, 1000]) {
    expect(await explainMismatch(expected, 'sha256', contentOf(Buffer.from(received, 'utf8'), chunkBytes))).toBe(detail)
  }
})

test('each conversion equals the plain one, however the bytes are cut', async () => {
  const text = fc
    .array(fc.constantFrom('\r', '\n', '\r\n', 'x', 'yz'), { maxLength: 30 })
    .map((pieces) => pieces.join(''))
  // biome-ignore format: a table
  const conversions: readonly ((plain: string) => string)[] = [
    (plain) => plain.replaceAll(/\r\n/g, '\n'),
    (plain) => plain.replaceAll(/\r+\n/g, '\r\n'),
    (plain) => plain.replaceAll(/\r*\n/g, '\r\n'),
    (plain) => plain.replace(/\r?\n$/, ''),
    (plain) => `${plain}\n`,
  ]
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(...conversions),
      async (plain, chunkBytes, convert) => {
        const expected = createHash('sha384').update(convert(plain)).digest()
        expect(await explainMismatch(expected, 'sha384', contentOf(Buffer.from(plain), chunkBytes))).not.toBe(null)
      },
    ),
  )
})

test('a million CRs without LF cost no more than their number', async () => {
  const content = contentOf(Buffer.alloc(1_000_000, '\r'), 65_536)
  expect(await explainMismatch(Buffer.alloc(32), 'sha256', content)).toBe(null)
})

test('contents above 20 MiB are not tried', async () => {
  const stream = (): never => {
    throw new Error('read')
  }
  expect(await explainMismatch(Buffer.alloc(32), 'sha256', { bytes: 20 * 1024 * 1024 + 1, stream })).toBe(null)
})

test('an explanation never makes a signature good, with and without attributes', async () => {
  for (const signer of [await makeSigner('rsa'), await makeSigner('ec')]) {
    const file = cms(signer, Buffer.from('a\r\nb\r\n'))
    expect(await verifySignature(asked(signer, file, Buffer.from('a\nb\n')))).toMatchObject({
      outcome: 'bad',
      code: 125,
      annex25: [11, 1205],
      detail: 'signedAsText',
    })
  }
})
