import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readMetadata } from '../../../../src/endpoints/web/rest/transfers/metadata.ts'

const SHA = createHash('sha256').update('x').digest()
const HEX = SHA.toString('hex')
const NAME = 'FI.DMFA.123456.20260105.00001.R.1.1'

test.each([
  ['an object in base64', { algorithm: 'SHA-256', value: SHA.toString('base64') }],
  ['an object in hexadecimal', { algorithm: 'SHA-256', value: HEX.toUpperCase() }],
  ['base64', SHA.toString('base64')],
  ['base64url', SHA.toString('base64url')],
  ['hexadecimal', HEX],
])('rule 16.4: a digest may be %s', (_, digest) => {
  expect(read({ setName: 'x', digests: { [NAME]: digest } })).toEqual({
    ok: true,
    value: { setName: 'x', go: true, digests: new Map([[NAME, HEX]]) },
  })
})

test.each<[string, string | Buffer | object, string, string]>([
  ['no JSON', '{"setName":', 'schemaViolation', 'metadata'],
  ['no UTF-8', Buffer.from([0x22, 0xe9, 0x22]), 'schemaViolation', 'metadata'],
  ['JSON nested without end (case H11)', '['.repeat(16_000), 'schemaViolation', 'metadata'],
  ['deep JSON (case H11)', '['.repeat(8000) + ']'.repeat(8000), 'schemaViolation', 'metadata'],
  ['a list', [], 'schemaViolation', 'metadata'],
  ['the prototype (case H11)', '{"setName":"x","__proto__":{"go":false}}', 'schemaViolation', 'metadata'],
  [
    'the prototype further down (case H11)',
    '{"setName":"x","digests":{"__proto__":"y"}}',
    'schemaViolation',
    'metadata',
  ],
  ['an unknown field', { setName: 'x', role: 'y' }, 'unknownInput', 'metadata.role'],
  [
    'an unknown field of a digest',
    { setName: 'x', digests: { [NAME]: { algorithm: 'SHA-256', value: HEX, x: 1 } } },
    'unknownInput',
    `metadata.digests.${NAME}.x`,
  ],
  ['a name of the set that comes twice', '{"setName":"x","setName":"x"}', 'unknownInput', 'metadata.setName'],
  ['a GO that comes twice', '{"setName":"x","go":true,"g\\u006f":false}', 'unknownInput', 'metadata.go'],
  [
    'a digest that comes twice',
    `{"setName":"x","digests":{"${NAME}":"${HEX}","FI":"${HEX}","${NAME}":"${HEX}"}}`,
    'unknownInput',
    `metadata.digests.${NAME}`,
  ],
  [
    'the value of a digest that comes twice',
    `{"setName":"x","digests":{"${NAME}":{"algorithm":"SHA-256","value":"${HEX}","value":"${HEX}"}}}`,
    'unknownInput',
    `metadata.digests.${NAME}.value`,
  ],
  ['no name of the set', {}, 'schemaViolation', 'metadata.setName'],
  ['a GO that is no boolean', { setName: 'x', go: 'yes' }, 'schemaViolation', 'metadata.go'],
  [
    'another algorithm',
    { setName: 'x', digests: { [NAME]: { algorithm: 'MD5', value: HEX } } },
    'schemaViolation',
    `metadata.digests.${NAME}`,
  ],
  [
    'a digest that is too short',
    { setName: 'x', digests: { [NAME]: 'abc' } },
    'invalidInput',
    `metadata.digests.${NAME}`,
  ],
])('rule 16.4: %s is refused and named', (_, written, issue, name) => {
  expect(read(written)).toEqual({
    ok: false,
    problem: { problem: 'badRequest', issues: [{ issue, in: 'body', name }] },
  })
})

test('a mark of byte order says nothing, and a constructor is a name like any other', () => {
  expect(read('\ufeff{"setName":"a"}')).toMatchObject({ ok: true, value: { setName: 'a' } })
  expect(read('{"setName":"a","constructor":{"prototype":{"go":false}}}')).toMatchObject({ ok: false })
})

function read(written: string | Buffer | object) {
  const isText = typeof written === 'string' || Buffer.isBuffer(written)
  return readMetadata(Buffer.from(isText ? (written as string) : JSON.stringify(written)))
}
