import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DocumentReader } from '../../src/stages/checkers/document-reader.ts'
import { XML_LIMITS } from '../../src/stages/checkers/limits.ts'
import { read } from './read.ts'

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
const FORM = '<Form><Identification>DMFA</Identification><TypeForm>SU</TypeForm></Form>'

test('a declaration in the classic form', () => {
  expect(
    read(
      `<?xml version="1.0" encoding="UTF-8"?>\r\n<DmfAOriginal ${XSI} xsi:noNamespaceSchemaLocation="drs/DmfAOriginal_20223.xsd">${FORM}${FORM}</DmfAOriginal>`,
    ),
  ).toEqual({
    wellFormed: true,
    fault: null,
    doctype: false,
    encoding: { declared: 'UTF-8', used: 'UTF-8', supported: true, fault: null },
    limitExceeded: null,
    root: { name: 'DmfAOriginal', namespace: null, prefix: null },
    schemaReference: { raw: 'drs/DmfAOriginal_20223.xsd', name: 'DmfAOriginal_20223.xsd' },
    childrenOtherThanForm: [],
    forms: 2,
    formsWithoutIdentification: 0,
    identifications: ['DMFA'],
    typeForms: ['SU'],
  })
})

test('a declaration in a namespace, with its schema paired to it', () => {
  const wage = 'http://socialsecurity.be/xml/ns/FLXWAGE'
  const root = `<w:FLXWAGE xmlns:w="${wage}" ${XSI} xsi:schemaLocation="urn:other other.xsd ${wage} FLXWAGE_20261.xsd">`
  const found = read(`${root}<w:Form><w:Identification>FLXWAGE</w:Identification></w:Form></w:FLXWAGE>`)
  expect(found).toMatchObject({
    wellFormed: true,
    root: { name: 'FLXWAGE', namespace: wage, prefix: 'w' },
    schemaReference: { name: 'FLXWAGE_20261.xsd' },
    forms: 1,
    identifications: ['FLXWAGE'],
    childrenOtherThanForm: [],
  })
})

test.each([
  ['none', '', null],
  ['an empty one', 'xsi:noNamespaceSchemaLocation=""', null],
  ['a folder only', 'xsi:noNamespaceSchemaLocation="drs/"', null],
  ['a name', 'xsi:noNamespaceSchemaLocation="A_20261.xsd"', 'A_20261.xsd'],
  ['an address', 'xsi:noNamespaceSchemaLocation="http://evil.example/x/A_20261.xsd"', 'A_20261.xsd'],
  ['a Windows path', 'xsi:noNamespaceSchemaLocation="C:\\xsd\\A_20261.xsd"', 'A_20261.xsd'],
  ['spaces around it', 'xsi:noNamespaceSchemaLocation=" A_20261.xsd "', 'A_20261.xsd'],
  ['the other attribute', 'xsi:schemaLocation="urn:x A_20261.xsd"', null],
  ['an attribute of that name in no namespace', 'noNamespaceSchemaLocation="A_20261.xsd"', null],
])('a schema reference: %s', (_what, attribute, name) => {
  expect(read(`<A ${XSI} ${attribute}/>`).schemaReference?.name ?? null).toBe(name)
})

test('children of the root that are no Form are listed, each name once and twenty at most (code 205)', () => {
  const others = Array.from({ length: 30 }, (_, n) => `<X${n}/><X${n}/>`).join('')
  const found = read(`<A>${FORM}<form/><p:Form xmlns:p="urn:x"/>${others}</A>`)
  expect(found.forms).toBe(1)
  expect(found.childrenOtherThanForm).toEqual(['form', 'Form', ...Array.from({ length: 18 }, (_, n) => `X${n}`)])
})

test.each([
  ['plain', '<Identification>DMFA</Identification>', ['DMFA'], 0],
  ['white space around', '<Identification>\n DMFA\t</Identification>', ['DMFA'], 0],
  ['in pieces', '<Identification>DM<!-- x -->F<![CDATA[A]]></Identification>', ['DMFA'], 0],
  ['by references', '<Identification>D&#77;F&#x41;</Identification>', ['DMFA'], 0],
  ['with spaces kept inside', '<Identification>DM <![CDATA[ FA]]></Identification>', ['DM  FA'], 0],
  ['an element inside', '<Identification>DM<x>XX</x>FA</Identification>', ['DMFA'], 0],
  ['empty', '<Identification/>', [''], 0],
  ['too deep', '<x><Identification>DMFA</Identification></x>', [], 1],
  ['of another namespace', '<p:Identification xmlns:p="urn:x">DMFA</p:Identification>', [], 1],
  ['absent', '', [], 1],
  ['too long', `<Identification>${'A'.repeat(200)}</Identification>`, [`${'A'.repeat(64)}…`], 0],
  ['long by spaces', `<Identification>DMFA${' '.repeat(2000)}X</Identification>`, [`DMFA${' '.repeat(60)}…`], 0],
])('an Identification: %s', (_what, inside, identifications, without) => {
  const found = read(`<A><Form>${inside}</Form></A>`)
  expect({ identifications: found.identifications, without: found.formsWithoutIdentification }).toEqual({
    identifications,
    without,
  })
})

test('distinct identifications are listed, twenty at most', () => {
  const forms = Array.from({ length: 50 }, (_, n) => `<Form><Identification>I${n % 30}</Identification></Form>`).join(
    '',
  )
  const found = read(`<A>${forms}</A>`)
  expect(found.forms).toBe(50)
  expect(found.identifications).toEqual(Array.from({ length: 20 }, (_, n) => `I${n}`))
})

test.each([
  ['at the start', '<!DOCTYPE a><a/>'],
  [
    'after the declaration and a comment',
    '<?xml version="1.0"?><!-- x --><!DOCTYPE a SYSTEM "http://evil.example/x.dtd"><a/>',
  ],
  ['with an internal subset', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  [
    'with a billion laughs (case X2)',
    '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
  ],
  ['with a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>'],
  ['behind a byte order mark', '\uFEFF<!DOCTYPE a><a/>'],
])('a document type declaration %s is refused (case X1)', (_where, document) => {
  const whole = read(document)
  expect(whole).toMatchObject({
    wellFormed: false,
    doctype: true,
    fault: { message: 'a document type declaration is not allowed' },
  })
  expect(read(document, upTo(document.length))).toEqual(whole)
})

test('a fault is told with its line and column', () => {
  expect(read('<a>\n  <b>\n  </c>\n</a>').fault).toEqual({ line: 3, column: 6, message: 'unexpected close tag.' })
})

test.each([
  ['depth', '<a>'.repeat(XML_LIMITS.depth + 1), { line: 1 }],
  [
    'attributes',
    `<a ${upTo(XML_LIMITS.attributes + 1)
      .map((n) => `a${n}="1"`)
      .join(' ')}/>`,
    { line: 1 },
  ],
  [
    'attributes',
    `<a ${upTo(XML_LIMITS.attributes + 1)
      .map((n) => `xmlns:a${n}="urn:${n}"`)
      .join(' ')}/>`,
    { line: 1 },
  ],
  ['name', `<a><${'b'.repeat(XML_LIMITS.name + 1)}/></a>`, { line: 1 }],
  ['name', `<a ${'b'.repeat(XML_LIMITS.name + 1)}="1"/>`, { line: 1 }],
  ['token', `<a>\n<b x="${'y'.repeat(XML_LIMITS.token)}"/></a>`, { line: 2, column: 4 }],
  ['token', `<a>${' '.repeat(XML_LIMITS.token + 1)}`, { line: 1, column: 4 }],
  ['token', `<a><!--${' '.repeat(XML_LIMITS.token + 1)}`, { line: 1, column: 4 }],
] as const)('more than the limit of %s ends the reading (cases X2, X4)', (limit, document, place) => {
  const whole = read(document)
  expect(whole).toMatchObject({
    wellFormed: false,
    fault: null,
    limitExceeded: { limit, max: XML_LIMITS[limit], ...place },
  })
  expect(
    read(
      document,
      upTo(40).map((n) => n * 250_000),
    ),
  ).toEqual(whole)
})

test.each([
  ['depth', `${'<a>'.repeat(XML_LIMITS.depth)}${'</a>'.repeat(XML_LIMITS.depth)}`],
  [
    'attributes',
    `<a ${upTo(XML_LIMITS.attributes)
      .map((n) => `a${n}="1"`)
      .join(' ')}/>`,
  ],
  ['names', `<${'a'.repeat(XML_LIMITS.name)}/>`],
])('as many %s as the limit allows are read', (_limit, document) => {
  expect(read(document).wellFormed).toBe(true)
})

test('a million character references take bounded time and memory (case X2)', () => {
  expect(read(`<a>${'&#65;'.repeat(1_000_000)}</a>`).wellFormed).toBe(true)
})

test('names of Object’s own members change nothing (case X7)', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort()
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
  const attributes = names.map((name) => `${name}="1"`).join(' ')
  const namespaces = names.map((name) => `xmlns:${name}="urn:${name}"`).join(' ')
  const found = read(
    `<A ${attributes} ${namespaces}><Form><Identification>__proto__</Identification></Form>${names.map((name) => `<${name}/><${name}:x/>`).join('')}</A>`,
  )
  expect(found).toMatchObject({
    wellFormed: true,
    identifications: ['__proto__'],
    childrenOtherThanForm: ['__proto__', 'x', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'],
  })
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before)
  expect(({} as Record<string, unknown>).Form).toBeUndefined()
})

test('XML that begins like the real thing and is cut at any byte is refused (case X8)', () => {
  const document = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<A ${XSI} x='é&amp;'>\r\n<!-- c --><?p i?>${FORM}<![CDATA[€]]></A>`,
  )
  expect(read(document).wellFormed).toBe(true)
  for (let length = 0; length < document.length; length += 1) {
    expect({ length, wellFormed: read(document.subarray(0, length)).wellFormed }).toEqual({ length, wellFormed: false })
  }
})

test('random bytes never crash the reader', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void read(Buffer.from(bytes))),
    { numRuns: 500 },
  )
})

test('findings do not depend on how the bytes were cut', () => {
  fc.assert(
    fc.property(pieces(), fc.array(fc.nat(400), { maxLength: 12 }), (document, cuts) => {
      const whole = read(document)
      expect(
        read(
          document,
          cuts.map((cut) => cut + LEADER.length),
        ),
      ).toEqual(whole)
      expect(read(document, upTo(Buffer.byteLength(document)))).toEqual(whole)
    }),
    { numRuns: 300 },
  )
})

/** Longer than what is gathered to tell the encoding, so that what follows comes as it was cut. */
const LEADER = `<?xml version="1.0" encoding="UTF-8"?>\n<!--${' '.repeat(1100)}-->`

/** Documents that are nearly XML: pieces of it in any order, around a proper one. */
function pieces(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    ...[
      '<A>',
      '</A>',
      '<Form>',
      '</Form>',
      '<Identification>',
      'DMFA',
      '</Identification>',
      '<b x="1" y=\'2\'/>',
      '<p:c xmlns:p="urn:x"/>',
    ],
    ...[
      'é',
      '€',
      '😀',
      '\r\n',
      '\r',
      '\n',
      '\t',
      ' ',
      ']]',
      ']]>',
      '>',
      '<',
      '&',
      '&amp;',
      '&#65;',
      '&#xD800;',
      '<!-- c -->',
      '<!--',
      '-->',
    ],
    ...['<![CDATA[', ']]>', '<?p i?>', '<!DOCTYPE a>', '\u0085', '\u2028', '\u0001', '\uFEFF', '<?xml version="1.0"?>'],
  )
  const inside = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''))
  return fc.oneof(
    inside,
    inside.map((text) => `${LEADER}<A>${text}</A>`),
    inside.map((text) => `${LEADER}${text}`),
  )
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}

test('a reader that is asked for values tells the first of each path of every form, and counts anomalies', () => {
  const text = `<?xml version="1.0"?><NOTIFICATION>
    <Form><Identification> NOTI001 </Identification><FileReference><FileName>GO.<![CDATA[X]]>&amp;</FileName><ReferenceNbr>1</ReferenceNbr></FileReference>
      <FileReference><ReferenceNbr>2</ReferenceNbr></FileReference><Other><ReferenceNbr>3</ReferenceNbr></Other>
      <HandlingResult><ResultCode>0</ResultCode><AnomalyReport><ResultCode>9</ResultCode></AnomalyReport><AnomalyReport/></HandlingResult></Form>
    <NoForm><Identification>x</Identification></NoForm>
    <Form><TypeForm>${'x'.repeat(65)}</TypeForm><Reference><ReferenceType><b>y</b>1</ReferenceType></Reference></Form></NOTIFICATION>`
  for (const size of [1, 7, 100_000]) {
    const reader = new DocumentReader(true)
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size))
    expect(reader.end().values).toEqual([
      {
        values: {
          Identification: 'NOTI001',
          'FileReference/FileName': 'GO.X&',
          'FileReference/ReferenceNbr': '1',
          'HandlingResult/ResultCode': '0',
        },
        anomalies: 2,
      },
      { values: { 'Reference/ReferenceType': '1' }, anomalies: 0 },
    ])
  }
})
