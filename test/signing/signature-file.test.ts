import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toBase64Lines, toPem } from '../../src/signing/pem.ts'
import { readSignatureFile, SIGNATURE_BYTES_MAX } from '../../src/signing/signature-file.ts'

const DER = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x2c]), Buffer.alloc(300, 0xa5)])
const ONE_LINE = DER.toString('base64')
const ARMOURED = toPem('PKCS7', DER)
const BOM = '\u{feff}'

// biome-ignore format: a table
const GOOD: readonly (readonly [string, string | Buffer])[] = [
  ['DER',                                   DER],
  ['base64 on one line',                    ONE_LINE],
  ['base64 on one line with LF',            `${ONE_LINE}\n`],
  ['base64 in 76 columns with CR',          toBase64Lines(DER, '\r')],
  ['base64 in 76 columns with LF',          toBase64Lines(DER, '\n')],
  ['base64 in 76 columns with CRLF',        toBase64Lines(DER, '\r\n')],
  ['base64 in 64 columns with CRLF',        ARMOURED.split('\n').slice(1, -2).join('\r\n')],
  ['base64 with a byte order mark',         `${BOM}${ONE_LINE}`],
  ['base64 with blanks, tabs, empty lines', `\n  ${ONE_LINE.replaceAll(/(.{20})/g, '$1 \t\n')}\n\n`],
  ['PEM PKCS7',                             ARMOURED],
  ['PEM CMS',                               toPem('CMS', DER)],
  ['PEM PKCS #7 SIGNED DATA',               toPem('PKCS #7 SIGNED DATA', DER)],
  ['PEM with CRLF',                         ARMOURED.replaceAll('\n', '\r\n')],
  ['PEM with CR',                           ARMOURED.replaceAll('\n', '\r')],
  ['PEM with a byte order mark',            `${BOM}${ARMOURED}`],
]

test.each(GOOD)('case C3: reads %s', (_, file) => {
  expect(readSignatureFile(Buffer.from(file))).toEqual({ ok: true, value: DER })
})

// biome-ignore format: a table
const BAD: readonly (readonly [string, string | Buffer, string, readonly [number, number]])[] = [
  ['an empty file',                     '',                                                'emptySignature',    [1, 1]],
  ['line breaks only',                  '\r\n\r\n',                                        'emptySignature',    [1, 1]],
  ['an XML document',                   '<?xml version="1.0"?><a/>',                       'notBase64',         [1, 1]],
  ['garbage after the padding',         `${Buffer.alloc(10).toString('base64')}AAAA`,      'notBase64',         [1, 1]],
  ['missing padding',                   Buffer.alloc(10).toString('base64').slice(0, -2),  'notBase64',         [1, 1]],
  ['unused bits that are not zero',     'MB==',                                            'notBase64',         [1, 1]],
  ['the URL alphabet',                  'MIIB-_-_',                                        'notBase64',         [1, 1]],
  ['a NUL in base64',                   `${ONE_LINE}\0`,                                   'notBase64',         [1, 1]],
  ['base64 in UTF-16',                  Buffer.from(ONE_LINE, 'utf16le'),                  'notBase64',         [1, 1]],
  ['PEM of a certificate',              toPem('CERTIFICATE', DER),                         'wrongArmour',       [1, 1]],
  ['PEM of a private key',              toPem('PRIVATE KEY', DER),                         'wrongArmour',       [1, 1]],
  ['PEM without end',                   ARMOURED.slice(0, -30),                            'notBase64',         [1, 1]],
  ['PEM with another end',              ARMOURED.replace('END PKCS7', 'END CMS'),          'notBase64',         [1, 1]],
  ['two armoured signatures',           ARMOURED + ARMOURED,                               'trailingBytes',     [1, 21]],
  ['text before the armour',            `subject=/CN=x\n${ARMOURED}`,                      'trailingBytes',     [1, 21]],
  ['text behind the armour',            `${ARMOURED}x`,                                    'trailingBytes',     [1, 21]],
  ['an e-mail',                         `MIME-Version: 1.0\nContent-Type: x\n\n${ONE_LINE}`, 'smimeMessage',    [1, 1]],
  ['64 KiB and one byte',               Buffer.alloc(SIGNATURE_BYTES_MAX + 1, 0x30),       'signatureTooLarge', [9, 1]],
]

test.each(BAD)('case C4: refuses %s', (_, file, detail, annex25) => {
  expect(readSignatureFile(Buffer.from(file))).toMatchObject({ ok: false, problem: { code: 125, detail, annex25 } })
})

test('any bytes are read or refused, and base64 in any lines is read back', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readSignatureFile(bytes)))
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.array(fc.tuple(fc.nat(500), fc.constantFrom('\r', '\n', '\r\n', ' ', '\t'))),
      (bytes, breaks) => {
        const octets = Buffer.from([0x30, ...bytes])
        const text = breaks.reduce(
          (soFar, [at, gap]) => soFar.slice(0, at) + gap + soFar.slice(at),
          octets.toString('base64'),
        )
        expect(readSignatureFile(Buffer.from(text))).toEqual({ ok: true, value: octets })
      },
    ),
  )
})
