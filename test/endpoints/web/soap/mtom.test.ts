import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silentLog } from '../../../../src/base/log.ts'
import { isUtf8, readContentType } from '../../../../src/endpoints/web/soap/mtom/content-type.ts'
import { messageBegun, readPackage } from '../../../../src/endpoints/web/soap/mtom/read-package.ts'
import { readParts } from '../../../../src/endpoints/web/soap/mtom/read-parts.ts'
import { createPackage } from '../../../../src/endpoints/web/soap/mtom/write-package.ts'
import { readMessage } from '../../../../src/endpoints/web/soap/read-message.ts'
import { TYPES, XOP } from '../../../../src/endpoints/web/soap/xml/namespaces.ts'
import { shown } from './attempts.ts'
import { bodyOf, envelopeOf, requestOf } from './signed-message.ts'

const ROOT = 'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root>'
const TYPE = 'multipart/related; type="application/xop+xml"; start-info="text/xml"; boundary=b'

function include(id: string): string {
  return `<xop:Include xmlns:xop="${XOP}" href="cid:${id}"/>`
}

function mime(...parts: readonly (readonly [headers: string, content: string])[]): string {
  return `${parts.map(([headers, content]) => `--b\r\n${headers}\r\n\r\n${content}\r\n`).join('')}--b--\r\n`
}

function value(id: string, content = 'bytes'): [string, string] {
  return [`Content-Type: application/octet-stream\r\nContent-ID: <${id}>\r\nContent-Transfer-Encoding: binary`, content]
}

function message(fields: Readonly<Record<string, string>>, name = 'sendDeclaration'): string {
  return envelopeOf('', bodyOf(requestOf(name, fields)))
}

function read(body: string, type = TYPE): string {
  const contentType = readContentType(type)
  if (!contentType) return 'no type'
  const found = readMessage(Buffer.from(body, 'latin1'), contentType, silentLog)
  return found.ok ? shown(found.value.envelope.request) : found.problem.errors.map(({ code }) => code).join()
}

test('rule 18.11 puts the values where they are included', () => {
  const whole = message({ Declaration: include('a%40x'), Signature: include('b') })
  const body = mime([ROOT, whole], value('b', 'two'), value('a@x', 'one\r\n'))
  expect(read(body)).toBe(`sendDeclaration(Declaration=${btoa('one\r\n')},Signature=${btoa('two')})`)
})

const good = (declaration = include('a')) => message({ Declaration: declaration })

// biome-ignore format: a table
test.each<[string, string, string?]>([
  ['an Include without its part', mime([ROOT, good()])],
  ['a part that nothing includes', mime([ROOT, good('AAAA')], value('a'))],
  ['a part that is included twice', mime([ROOT, message({ Declaration: include('a'), Signature: include('a') })], value('a'))],
  ['two parts of one name', mime([ROOT, good()], value('a'), value('a'))],
  ['a part without a name', mime([ROOT, good()], ['Content-Type: text/plain', 'x'], value('a'))],
  ['10,000 parts', mime([ROOT, good()], ...Array.from({ length: 10_000 }, (_, at) => value(`a${at}`)))],
  ['an Include where the schema has text', mime([ROOT, message({ FileName: include('a') })], value('a'))],
  ['an Include in the place of an element', mime([ROOT, envelopeOf('', bodyOf(requestOf('sendDeclaration').replace('><', `>${include('a')}<`)))], value('a'))],
  ['an Include in the header', mime([ROOT, envelopeOf(`<t:Declaration xmlns:t="${TYPES}">${include('a')}</t:Declaration>`, bodyOf(requestOf('sendDeclaration')))], value('a'))],
  ['an Include in another request', mime([ROOT, message({ Declaration: include('a') }, 'getMessage')], value('a'))],
  ['an Include beside text', mime([ROOT, good(`AAAA${include('a')}`)], value('a'))],
  ['an Include beside another', mime([ROOT, good(`${include('a')}${include('b')}`)], value('a'), value('b'))],
  ['an Include with something in it', mime([ROOT, good(include('a').replace('/>', '>x</xop:Include>'))], value('a'))],
  ['an Include of a file', mime([ROOT, good(include('a').replace('cid:a', 'file:///etc/passwd'))], value('a'))],
  ['an Include of an address that is none', mime([ROOT, good(include('%'))], value('a'))],
  ['a value in base64', mime([ROOT, good()], [value('a')[0].replace('binary', 'base64'), 'AAAA'])],
  ['a message that is no message', mime(['Content-Type: text/html', good()], value('a'))],
  ['a message of SOAP 1.2', mime([ROOT.replace('text/xml', 'application/soap+xml'), good()], value('a'))],
  ['a start that is not there', mime([ROOT, good()], value('a')), `${TYPE}; start="<other>"`],
  ['no boundary', mime([ROOT, good()], value('a')), 'multipart/related'],
  ['another boundary', mime([ROOT, good()], value('a')), 'multipart/related; boundary=c'],
  ['something before the parts', `x${mime([ROOT, good()], value('a'))}`],
  ['an end that does not come', mime([ROOT, good()], value('a')).replace('--b--', '')],
  ['a part whose headers do not end', `--b\r\n${'x: y\r\n'.repeat(2000)}\r\n\r\n--b--`],
  ['a header twice', mime([`${ROOT}\r\nContent-ID: <second>`, good()], value('a'))],
  ['nothing', ''],
  ['no part', '--b--'],
])('rule 18.11 refuses %s (case X16)', (_, body, type) => {
  expect(read(body, type)).toBe('SOA-03001')
})

test('what was packed comes out again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 7 }),
      fc.string({ maxLength: 20 }),
      (values, text) => {
        const pack = createPackage()
        const ids = values.map((bytes) =>
          JSON.stringify(pack.binary(Buffer.from(bytes))).replace(/.*cid:([^"]*)".*/, '$1'),
        )
        const { contentType, body } = pack.finish(text)
        const type = readContentType(contentType)
        const opened = type && readPackage(body, type)
        if (!opened?.ok) throw new Error(JSON.stringify(opened))
        expect(opened.value.message.toString()).toBe(Buffer.from(text).toString())
        expect(ids.map((id) => opened.value.values.get(id))).toEqual(values.map((bytes) => Buffer.from(bytes)))
      },
    ),
  )
})

test('no bytes make the reader of parts throw', () => {
  const piece = fc.constantFrom('--b', '--b--', '\r\n', '\r\n\r\n', 'a: b', 'Content-ID: <a>', ' ', 'x', ':')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      readParts(Buffer.from(pieces.join('')), 'b')
    }),
  )
})

// biome-ignore format: a table
test.each([
  ['text/xml', { type: 'text/xml', parameters: {} }],
  ['Text/XML ; Charset="UTF-8"', { type: 'text/xml', parameters: { charset: 'UTF-8' } }],
  ['multipart/related; boundary="a\\"b;c"; type=x', { type: 'multipart/related', parameters: { boundary: 'a"b;c', type: 'x' } }],
  ['', null],
  ['text', null],
  ['text/xml, text/html', null],
  ['text/xml; charset', null],
  ['text/xml; charset=a; charset=b', null],
  ['text/xml; charset="a', null],
])('a content type is read: %s', (header, expected) => {
  const found = readContentType(header)
  expect(found && { ...found, parameters: Object.fromEntries(found.parameters) }).toEqual(expected)
})

test.each([
  ['text/xml', true],
  ['text/xml; charset=Utf-8', true],
  ['text/xml; charset=utf-16', false],
  ['text/xml; charset=iso-8859-1', false],
])('UTF-8 is told from other encodings: %s', (header, expected) => {
  const type = readContentType(header)
  expect(type && isUtf8(type)).toBe(expected)
})

test('rule 18.12: the message of a package is found as far as its beginning has it', () => {
  const type = (more = '') => readContentType(`${TYPE}${more}`) ?? { type: '', parameters: new Map() }
  const body = Buffer.from(mime([ROOT, 'message'], value('a'), value('b', 'two')))
  const begun = (length: number, more?: string) => String(messageBegun(body.subarray(0, length), type(more)))
  const first = body.indexOf('message')
  const last = body.indexOf('two')
  expect([first - 1, first, first + 3, body.length].map((length) => begun(length))).toEqual([
    'null',
    '',
    'mes',
    'message',
  ])
  const start = '; start="<b>"'
  expect([last - 1, last + 1, body.length].map((length) => begun(length, start))).toEqual(['null', 't', 'two'])
  expect([begun(body.length, '; start="<c>"'), String(messageBegun(body.subarray(1), type()))]).toEqual([
    'null',
    'null',
  ])
  const bound = readContentType('multipart/related') ?? type()
  expect(messageBegun(body, bound)).toBeNull()
})
