import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strictJson } from '../../src/base/strict-json.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test.each([
  ['at the top', '{"a":1,"b":{},"a":2}', ['a']],
  ['of the same value', '{"a":1,"a":1}', ['a']],
  ['in other letters', '{"\\u0061":1,"a":2}', ['a']],
  ['with white space before the colon', '{"a" \r\n\t:1,"a":2}', ['a']],
  ['without a name', '{"":1,"":2}', ['']],
  ['behind a string that looks like its end', '{"b":"\\\\","a":"\\"}","a":1}', ['a']],
  ['in a member', '{"a":{"b":{"c":1,"a":2,"c":3}}}', ['a', 'b', 'c']],
  ['in lists', '[[],[1,{"a":[{"b":1},{"b":1,"b":2}]}]]', ['a', 'b']],
])('a member that comes again is told: %s', (_, text, path) => {
  expect(strictJson(text)).toEqual({ ok: false, problem: { kind: 'repeated', path } })
})

test.each([
  ['nothing', ''],
  ['half of it', '{"a":'],
  ['a comma too many', '{"a":1,}'],
  ['two values', '1 2'],
  ['what is nested too deep', nested(65)],
  ['a text of more escapes than can be read', `"${'\\n'.repeat(4 * 1024 * 1024)}"`],
  ['a name that is none', '{"a":[{"__proto__":1}]}'],
  ['the same in other letters', '{"\\u005f_proto__":1}'],
])('what is no JSON for us: %s', (_, text) => {
  expect(strictJson(text, ['__proto__'])).toEqual({ ok: false, problem: { kind: 'malformed' } })
})

test('what is nested as deep as it may be is read', () => {
  expect(strictJson(nested(64))).toEqual({ ok: true, value: JSON.parse(nested(64)) })
})

test('whatever JSON.stringify writes is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      expect(strictJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
    }),
  )
})

test('random text is read or is not, as JSON.parse has it', () => {
  fc.assert(fc.property(fc.string(), (text) => void expect(strictJson(text).ok).toBe(isJson(text))))
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
