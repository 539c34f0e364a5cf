import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIST, SEND } from '../../../../src/endpoints/web/soap/operations/types.ts'
import { readFields } from '../../../../src/endpoints/web/soap/schema/read-fields.ts'
import type { ComplexType } from '../../../../src/endpoints/web/soap/schema/types.ts'
import { TYPES, XMIME } from '../../../../src/endpoints/web/soap/xml/namespaces.ts'
import { parseXml } from '../../../../src/endpoints/web/soap/xml/parse-xml.ts'

const NAME = '<FileName>FI.DMFA.123456.20260105.00001.R.1.1</FileName>'
const DIGEST = '<Digest><Algorithm>SHA-256</Algorithm><Value>AAAA</Value></Digest>'
const GOOD = `${NAME}<Environment>R</Environment>${DIGEST}<Declaration> A A\nA= </Declaration>`

function read(content: string, type: ComplexType = SEND, attributes = ''): unknown {
  const parsed = parseXml(
    `<r${attributes}>${content.replaceAll(/<(\w)/g, '<t:$1').replaceAll('</', '</t:')}</r>`.replace(
      '<r',
      `<r xmlns:t="${TYPES}"`,
    ),
  )
  if (!parsed.ok) throw new Error(parsed.problem.cause)
  const fields = readFields(parsed.value.root, type)
  return fields.ok ? fields.value : fields.problem.where
}

test('rule 18.9 reads what fits', () => {
  const least = {
    ...{ FileName: 'FI.DMFA.123456.20260105.00001.R.1.1', Environment: 'R' },
    ...{ Digest: { Algorithm: 'SHA-256', Value: Buffer.alloc(3) }, Declaration: Buffer.alloc(2) },
  }
  expect(read(GOOD)).toEqual(least)
  const more = `${GOOD}<Signature>TQ==</Signature><Go> 0 </Go><SenderNumber>123456</SenderNumber>`
  expect(read(more)).toEqual({ ...least, Signature: Buffer.from('M'), Go: false, SenderNumber: '123456' })
  expect(read('<Retrieved>true</Retrieved><Page>2</Page><PageSize>100</PageSize>', LIST)).toEqual({
    ...{ Retrieved: true, Page: 2, PageSize: 100 },
  })
})

test('rule 18.9 takes the media type that toolkits write beside binary content', () => {
  const typed = GOOD.replace('<Declaration', `<Declaration xmlns:m="${XMIME}" m:contentType="application/xml"`)
  expect(read(typed)).toEqual(read(GOOD))
})

// biome-ignore format: a table
test.each([
  ['an element that is unknown', `${GOOD}<More/>`, 'r'],
  ['another order', GOOD.replace(NAME, '').concat(NAME), 'r/FileName'],
  ['an element twice', GOOD.replace(NAME, NAME + NAME), 'r/Environment'],
  ['an element that is missing', GOOD.replace(NAME, ''), 'r/FileName'],
  ['an element in an element', GOOD.replace('SHA-256', '<b/>'), 'r/Digest/Algorithm'],
  ['text between elements', `x${GOOD}`, 'r'],
  ['an attribute', GOOD.replace('<FileName', '<FileName a="b"'), 'r/FileName'],
  ['an environment that is none', GOOD.replace('>R<', '>X<'), 'r/Environment'],
  ['an environment with a space', GOOD.replace('>R<', '> R<'), 'r/Environment'],
  ['an algorithm that is none of ours', GOOD.replace('SHA-256', 'MD5'), 'r/Digest/Algorithm'],
  ['a name without end', GOOD.replace('FI.', 'FI.'.padEnd(126, 'X')), 'r/FileName'],
  ['a name with a line end', GOOD.replace('FI.', 'FI&#10;.'), 'r/FileName'],
  ['an empty name', GOOD.replace(/FI\.[^<]*/, ''), 'r/FileName'],
  ['base64 with something behind it', GOOD.replace('A= ', 'A=x'), 'r/Declaration'],
  ['base64 of another alphabet', GOOD.replace('A A', 'A_A'), 'r/Declaration'],
  ['base64 with bits that are lost', GOOD.replace('A= ', 'B= '), 'r/Declaration'],
  ['base64 without padding', GOOD.replace('A= ', 'A '), 'r/Declaration'],
  ['a boolean that is none', `${GOOD}<Go>yes</Go>`, 'r/Go'],
  ['a sender number that is none', `${GOOD}<SenderNumber>12345</SenderNumber>`, 'r/SenderNumber'],
])('rule 18.9 refuses %s, and names the element', (_, content, where) => {
  expect(read(content)).toBe(where)
})

test.each(['0', '101', '-1', '1.5', '1e1', '', 'x', '9'.repeat(30)])('rule 18.9 refuses a page of %s', (size) => {
  expect(read(`<PageSize>${size}</PageSize>`, LIST)).toBe('r/PageSize')
})

test('rule 18.9 refuses attributes on the request itself', () => {
  expect(read(GOOD, SEND, ' a="b"')).toBe('r')
})

test('values come through as they are, whatever stands in them (case X14)', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{1,128}$/), (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      const parsed = parseXml(`<r xmlns="${TYPES}"><Ticket>${escaped}</Ticket></r>`)
      const type = {
        kind: 'complex',
        name: 'x',
        fields: [{ name: 'Ticket', type: { kind: 'simple', base: 'string' } }],
      } as const
      expect(parsed.ok && readFields(parsed.value.root, type)).toEqual({ ok: true, value: { Ticket: text } })
    }),
  )
})
