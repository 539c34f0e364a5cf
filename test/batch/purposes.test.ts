import { expect, test } from 'vitest'
import { parseFileName } from '../../src/batch/file-name.ts'
import { LANGUAGES } from '../../src/batch/languages.ts'
import { INBOUND_PURPOSES, PURPOSES, ROOT_NAMESPACES } from '../../src/batch/purposes.ts'

test('every purpose is one that a file name can carry, and stands in the table once', () => {
  for (const { code } of PURPOSES) expect(parseFileName(`FI.${code}.123456.20260105.00001.R`).ok, code).toBe(true)
  expect(new Set(PURPOSES.map(({ code }) => code)).size).toBe(PURPOSES.length)
})

test('what comes in are the services of the field, without the acknowledgement', () => {
  expect(INBOUND_PURPOSES.map(({ code }) => code)).toEqual([
    ...['DIMN', 'DMFA', 'DMWA', 'DMRQ', 'PFRQ', 'WECH', 'AOAT', 'ZIMA', 'TWCT', 'VBLV', 'DUCN', 'DDTN', 'CDHG', 'PUBL'],
    ...['LOIC', 'ECRQ', 'RECO', 'FLEX', 'PROA'],
  ])
})

test('one root belongs to one inbound purpose, so that a document tells what it is for (rule 5.8)', () => {
  const roots = INBOUND_PURPOSES.flatMap((purpose) => purpose.roots)
  expect(new Set(roots).size).toBe(roots.length)
  for (const root of Object.keys(ROOT_NAMESPACES)) expect(roots).toContain(root)
})

test('an Identification has at most seven characters (annex 11)', () => {
  for (const { identifications } of PURPOSES)
    for (const text of identifications) expect(text).toMatch(/^[A-Z0-9]{1,7}$/)
})

test('every purpose has a label in every language', () => {
  for (const { code, labels } of PURPOSES) {
    for (const language of LANGUAGES) expect(labels[language].length, `${code} ${language}`).toBeGreaterThan(2)
  }
})
