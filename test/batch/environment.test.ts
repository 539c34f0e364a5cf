import { expect, test } from 'vitest'
import { ENVIRONMENTS, FOLDERS, folderRow, isEnvironment } from '../../src/batch/environment.ts'

test('every environment has its own pair of folders and its own code', () => {
  expect(FOLDERS.map((row) => row.environment)).toEqual([...ENVIRONMENTS])
  for (const environment of ENVIRONMENTS) expect(folderRow(environment).environment).toBe(environment)
  const names = FOLDERS.flatMap((row) => [row.in, row.out, row.wrongFolderCode])
  expect(new Set(names).size).toBe(9)
})

test('only R, T and S are environments', () => {
  expect(['R', 'T', 'S', 'r', 'P', '', 'RT', 'constructor'].filter(isEnvironment)).toEqual(['R', 'T', 'S'])
})
