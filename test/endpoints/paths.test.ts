import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BytePath } from '../../src/endpoints/files/client-files.ts'
import { type Place, placeOf } from '../../src/endpoints/files/mailbox-places.ts'
import { normalised } from '../../src/endpoints/files/paths.ts'

test.each([
  ['', '/'],
  ['.', '/'],
  ['/', '/'],
  ['IN', '/IN'],
  ['./IN/../OUT/x', '/OUT/x'],
  ['/../../etc/passwd', '/etc/passwd'],
  ['//IN///a/', '/IN/a'],
])('the path "%s" is %s', (path, expected) => {
  expect(normalised(path as BytePath)).toBe(expected)
})

test('a path never leaves the root and is normal once and for all', () => {
  const element = fc.constantFrom('..', '.', '', 'a', '...', 'b c', '\u00ff')
  fc.assert(
    fc.property(fc.array(element), (elements) => {
      const path = normalised(elements.join('/') as BytePath)
      expect(path.startsWith('/')).toBe(true)
      expect(path.split('/')).not.toContain('..')
      expect(normalised(path)).toBe(path)
    }),
  )
})

test.each<[string, Place]>([
  ['/', { at: 'root' }],
  ['INTEST-S', { at: 'folder', folder: 'INTEST-S' }],
  ['/OUT/a', { at: 'file', folder: 'OUT', name: 'a' }],
  ['/IN/..\\x', { at: 'file', folder: 'IN', name: '..\\x' }],
  ['/in', { at: 'nowhere' }],
  ['/IN/a/b', { at: 'nowhere' }],
  ['/etc/passwd', { at: 'nowhere' }],
  ['/IN/a b', { at: 'illegal' }],
  ['/IN/a\0', { at: 'illegal' }],
  ['/IN/\u00ff\u00fe', { at: 'illegal' }],
  ['/IN/\u00e2\u0080\u00ae', { at: 'illegal' }],
  ['/IN/a\x7f', { at: 'illegal' }],
])('in a mailbox "%s" is %o (cases N2, N4, N7)', (path, place) => {
  expect(placeOf(path as BytePath)).toEqual(place)
})
