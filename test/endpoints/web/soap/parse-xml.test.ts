import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Element } from '../../../../src/endpoints/web/soap/xml/element.ts'
import { decodeXml, firstElement, parseXml } from '../../../../src/endpoints/web/soap/xml/parse-xml.ts'

test('a document becomes a tree of names, attributes and text', () => {
  const text =
    '\ufeff<?xml version="1.0" encoding="utf-8"?><a xmlns="u:1" b="2"><!-- c -->x<c xmlns="">&lt;<![CDATA[<&]]></c>y</a>'
  expect(shown(text)).toEqual({
    name: '{u:1}a',
    attributes: ['{}b=2'],
    text: 'xy',
    comments: 1,
    children: [{ name: '{}c', attributes: [], text: '<<&', comments: 0, children: [] }],
  })
})

test.each([
  ['a document type', '<!DOCTYPE a><a/>', 'a document type declaration'],
  [
    'an external entity',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'a document type declaration',
  ],
  ['a bomb of entities', `<!DOCTYPE a [<!ENTITY x "${'y'.repeat(99)}">]><a>&x;&x;</a>`, 'a document type declaration'],
  ['an entity beyond the five', '<a>&nbsp;</a>', 'undefined entity.'],
  ['a processing instruction', '<a><?php x?></a>', 'a processing instruction'],
  [
    'another encoding',
    '<?xml version="1.0" encoding="UTF-16"?><a/>',
    'an encoding or a version of XML that is not taken',
  ],
  ['XML 1.1', '<?xml version="1.1"?><a/>', 'an encoding or a version of XML that is not taken'],
  ['a prefix without namespace', '<x:a/>', 'unbound namespace prefix: "x".'],
  ['an attribute twice', '<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>', 'duplicate attribute: {u}b.'],
  [
    'a name that begins behind its colon with a digit',
    '<x:1 xmlns:x="u"/>',
    'a local name that begins with a character that cannot begin a name',
  ],
  ['a name without end', `<${'a'.repeat(129)}/>`, 'a name that is too long'],
  ['depth', `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`, 'elements nested too deep'],
  ['many elements', `<a>${'<b/>'.repeat(1000)}</a>`, 'too many elements'],
  ['many attributes', `<a ${Array.from({ length: 33 }, (_, at) => `b${at}=""`).join(' ')}/>`, 'too many attributes'],
  [
    'many namespaces',
    `<a ${Array.from({ length: 33 }, (_, at) => `xmlns:b${at}="u"`).join(' ')}/>`,
    'too many attributes',
  ],
  ['a long attribute', `<a b="${'c'.repeat(4097)}"/>`, 'an attribute that is too long'],
  ['two roots', '<a/><b/>', 'documents may contain only one root.'],
  ['nothing', '', 'document must contain a root element.'],
  ['an end that does not come', '<a>', 'unclosed tag: a'],
])('rule 18.1 refuses %s', (_, text, cause) => {
  expect(parseXml(text)).toEqual({ ok: false, problem: { cause } })
})

test.each([
  ['UTF-16 with a mark', Buffer.from('\ufeff<a/>', 'utf16le')],
  ['Latin-1', Buffer.from('<a>é</a>', 'latin1')],
  ['a character that is cut', Buffer.from('<a>é').subarray(0, -1)],
])('rule 18.1 refuses %s', (_, bytes) => {
  expect(decodeXml(bytes)).toEqual({ ok: false, problem: { cause: 'not UTF-8' } })
})

test('UTF-16 without a mark does not read as XML', () => {
  const text = decodeXml(Buffer.from('<a/>', 'utf16le'))
  expect(text.ok && parseXml(text.value).ok).toBe(false)
})

test('each element knows its place in the text', () => {
  const tag = fc.constantFrom(
    '<b/>',
    '<x:b  y="é>"\n/>',
    '<c >t</c\n>',
    '😀',
    '&#x1F600;',
    '\r\n',
    '<!-- <b/> -->',
    '<![CDATA[<b/>]]>',
  )
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 12 }), (pieces) => {
      const text = `<a xmlns:x="u">${pieces.join('')}</a>`
      const parsed = parseXml(text)
      if (!parsed.ok) throw new Error(parsed.problem.cause)
      const found = [...parsed.value.places.values()].map(({ start, end }) => text.slice(start, end))
      expect(found).toEqual([...pieces.filter((piece) => /^<[xbc]/.test(piece)), text])
    }),
  )
})

test('rule 18.12: an element is found in the beginning of a document as soon as it has ended, and never before', () => {
  const text = '\ufeff<?xml version="1.0"?><é xmlns="u"><b>é&#13;</b><!-- <a>no</a> --><a>1&lt;é</a><a>2</a><open>'
  const bytes = Buffer.from(text)
  const end = Buffer.from(text.slice(0, text.indexOf('</a><a>') + 4)).length
  fc.assert(
    fc.property(fc.nat({ max: bytes.length }), (length) => {
      const decoded = decodeXml(bytes.subarray(0, length), { isCut: true })
      const found = decoded.ok ? firstElement(decoded.value, ({ local }) => local === 'a') : null
      const whole = { text: '1<é', frame: `${text.slice(1, text.indexOf('<a>2'))}</é>` }
      expect(found && { text: found.element.text, frame: found.frame }).toEqual(length < end ? null : whole)
    }),
    { numRuns: 300 },
  )
})

test.each(['<!DOCTYPE a><a/>', '<?x y?><a/>', '<b></c><a/>', '<b>&x;</b><a/>', 'x<a/>', ''])(
  'rule 18.12: nothing is found behind what is not taken (%s)',
  (text) => expect(firstElement(text, ({ local }) => local === 'a')).toBeNull(),
)

test('no bytes make the reader throw', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'<>&;!?[]/="\'a:x ') }),
      (bytes, text) => {
        const decoded = decodeXml(bytes)
        if (decoded.ok) parseXml(decoded.value)
        parseXml(text)
        firstElement(text, ({ local }) => local === 'x')
      },
    ),
  )
})

function shown(text: string): unknown {
  const decoded = decodeXml(Buffer.from(text))
  const parsed = decoded.ok ? parseXml(decoded.value) : decoded
  return parsed.ok ? tree(parsed.value.root) : parsed.problem
}

function tree({ local, namespace, attributes, text, comments, children }: Element): unknown {
  return {
    name: `{${namespace}}${local}`,
    attributes: attributes.map((attribute) => `{${attribute.namespace}}${attribute.local}=${attribute.value}`),
    ...{ text, comments },
    children: children.map(tree),
  }
}
