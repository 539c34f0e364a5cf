import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Listed } from '../../../src/endpoints/folder/held-folder.ts'
import { sortNames } from '../../../src/endpoints/folder/sort-names.ts'

const TEMPORARY = ['.*', '.part', '.tmp']
const OWN = new Set(['refused'])

// biome-ignore format: a table
test.each<[string, Listed, object]>([
  ['production',              file('FI.DMFA.123456.20260105.00001.R.1.1'), member('FI', 'IN/DMFA.123456.20260105.00001.R')],
  ['circuit test',            file('GO.DMFA.123456.20260105.00001.T.1'),   member('GO', 'INTEST/DMFA.123456.20260105.00001.T')],
  ['simulation',              file('FS.DMFA.123456.20260105.00001.S'),     member('FS', 'INTEST-S/DMFA.123456.20260105.00001.S')],
  ['no environment to read',  file('TD.DMFA.123456.20260105.00001.X'),     member('TD', 'IN/DMFA.123456.20260105.00001.X')],
  ['misnamed but routable',   file('FI.dmfa.12.2026.1.R.9'),               member('FI', 'IN/dmfa.12.2026.1.R')],
  ['a kind nobody tells',     { name: 'GO.A.B.C.D.R', kind: 'unknown' },   member('GO', 'IN/A.B.C.D.R')],
  ['a name that tells no set', file('notes.txt'),                          left('noSet')],
  ['an unknown mark',         file('FO.DMFA.123456.20260105.00001.R'),     left('noSet')],
  ['a byte outside of ASCII', file('FI.DMF\xc9.123456.20260105.00001.R'),  left('noSet')],
  ['a temporary name',        file('FI.DMFA.123456.20260105.00001.R.part'), left('temporary')],
  ['a hidden name',           file('.FI.DMFA.123456.20260105.00001.R'),    left('temporary')],
  ['a folder',                { name: 'archive', kind: 'folder' },         left('folder')],
  ['a link',                  { name: 'notes', kind: 'link' },             left('link')],
  ['a pipe',                  { name: 'pipe', kind: 'other' },             left('other')],
  ['our own folder',          { name: 'refused', kind: 'folder' },         {}],
  ['a file of that name',     file('refused'),                             left('noSet')],
])('a folder is sorted by names alone: %s', (_, listed, expected) => {
  expect(summary([listed])).toEqual(expected)
})

test('what is no file but has the name of one is left alone and holds up its set', () => {
  const link: Listed = { name: 'FI.A.B.C.D.R', kind: 'link' }
  const { sets, leftAlone } = sortNames([link, file('GO.A.B.C.D.R')], TEMPORARY, OWN)
  expect([...sets.values()].flat().map(({ name }) => name)).toEqual([link.name, 'GO.A.B.C.D.R'])
  expect(leftAlone).toEqual([{ name: link.name, why: 'link' }])
})

test('every name but our own folder comes out in a set or as left alone, and none twice in either', () => {
  const word = fc.oneof(
    fc.constantFrom('FI', 'FS', 'GO', 'TD', 'FO', 'R', 'T', 'S', '', 'part', 'DMFA', '1'),
    fc.string({ unit: 'binary-ascii', maxLength: 6 }),
  )
  const name = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join('.'))
  const kind = fc.constantFrom('file', 'folder', 'link', 'other', 'unknown')
  const listing = fc.uniqueArray(fc.record({ name, kind }), { selector: (entry) => entry.name, maxLength: 40 })
  fc.assert(
    fc.property(listing, (listed) => {
      const { sets, leftAlone } = sortNames(listed as Listed[], TEMPORARY, OWN)
      const inSets = [...sets.values()].flat().map((one) => one.name)
      const left = leftAlone.map((one) => one.name)
      expect(new Set(inSets).size).toBe(inSets.length)
      expect(new Set(left).size).toBe(left.length)
      const ours = (one: { name: string; kind: string }) => one.name === 'refused' && one.kind === 'folder'
      const all = listed.filter((one) => !ours(one)).map((one) => one.name)
      expect(new Set([...inSets, ...left])).toEqual(new Set(all))
      // only plain files, or what may be one, are ever looked at further without having been told
      const odd = listed.filter((one) => !ours(one) && one.kind !== 'file' && one.kind !== 'unknown')
      expect(odd.every((one) => left.includes(one.name))).toBe(true)
      for (const [rawKey, files] of sets) expect(files.every((one) => one.rawKey === rawKey)).toBe(true)
    }),
  )
})

function summary(listed: readonly Listed[]): object {
  const { sets, leftAlone } = sortNames(listed, TEMPORARY, OWN)
  const [set] = sets.values()
  if (set?.[0]) return member(set[0].mark, set[0].rawKey)
  return leftAlone[0] ? left(leftAlone[0].why) : {}
}

function file(name: string): Listed {
  return { name, kind: 'file' }
}

function member(mark: string, rawKey: string): object {
  return { mark, rawKey }
}

function left(why: string): object {
  return { why }
}
