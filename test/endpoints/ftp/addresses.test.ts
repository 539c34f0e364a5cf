import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEprt, parsePort, pasvText, protocolOf } from '../../../src/endpoints/ftp/addresses.ts'

test.each([
  ['127,0,0,1,4,1', { host: '127.0.0.1', port: 1025 }],
  ['127,000,000,001,004,001', { host: '127.0.0.1', port: 1025 }],
  ['255,255,255,255,255,255', { host: '255.255.255.255', port: 65_535 }],
  ['256,0,0,1,4,1', null],
  ['127,0,0,1,4,256', null],
  ['127,0,0,1,4', null],
  ['127,0,0,1,4,1,1', null],
  ['127,0,0,1,4,', null],
  ['127.0.0.1,4,1', null],
  [' 127,0,0,1,4,1', null],
  ['127,0,0,1,4,1 ', null],
  ['127,0,0,-1,4,1', null],
  ['0x7f,0,0,1,4,1', null],
])('PORT %s', (argument, expected) => {
  expect(parsePort(argument)).toEqual(expected)
})

test.each([
  ['|1|192.0.2.1|5282|', { host: '192.0.2.1', port: 5282 }],
  ['|2|2001:db8::1|5282|', { host: '2001:db8::1', port: 5282 }],
  ['!1!192.0.2.1!5282!', { host: '192.0.2.1', port: 5282 }],
  ['|3|192.0.2.1|5282|', 'otherProtocol'],
  ['|1|2001:db8::1|5282|', null],
  ['|2|192.0.2.1|5282|', null],
  ['|1|192.0.2.1|65536|', null],
  ['|1|192.0.2.1|-1|', null],
  ['|1|192.0.2.1||', null],
  ['|1|192.0.2.1|5282', null],
  ['|1|192.0.2.1|5282||', null],
  ['|1|localhost|5282|', null],
  ['|x|192.0.2.1|5282|', null],
  ['||192.0.2.1|5282|', null],
  ['1|192.0.2.1|5282|', null],
  ['', null],
])('EPRT %s', (argument, expected) => {
  expect(parseEprt(argument)).toEqual(expected)
})

test('what PASV tells is what PORT would say', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(65_535), (host, port) => {
      expect(parsePort(pasvText({ host, port }).slice(1, -1))).toEqual({ host, port })
    }),
  )
})

test('EPRT takes every address with every delimiter that is not in it (RFC 2428 §2)', () => {
  const delimiter = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code))
  const address = fc.oneof(fc.ipV4(), fc.ipV6())
  fc.assert(
    fc.property(address, fc.nat(65_535), delimiter, (host, port, mark) => {
      fc.pre(!`${host}${port}12`.includes(mark))
      expect(parseEprt(`${mark}${protocolOf(host)}${mark}${host}${mark}${port}${mark}`)).toEqual({ host, port })
    }),
  )
})

test('whatever is sent, the answer is an address, or none', () => {
  const piece = fc.constantFrom('|', '1', '2', '127.0.0.1', '::1', '1025', ',', '127,0,0,1', '')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      for (const found of [parsePort(pieces.join('')), parseEprt(pieces.join(''))])
        if (found && found !== 'otherProtocol') expect(found.port).toBeLessThanOrEqual(65_535)
    }),
  )
})
