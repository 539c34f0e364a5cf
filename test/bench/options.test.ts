import { expect, test } from 'vitest'
import { readOptions } from '../../bench/options.ts'

const KNOWN = ['upload', 'download']
const USUAL = { json: false, full: false, rounds: 3, only: [] }

test.each<[string[], object]>([
  [[], USUAL],
  [['--json', '--full'], { ...USUAL, json: true, full: true }],
  [['--rounds', '1'], { ...USUAL, rounds: 1 }],
  [['--rounds=20'], { ...USUAL, rounds: 20 }],
  [['--only', 'download', '--only', 'upload'], { ...USUAL, only: ['download', 'upload'] }],
])('%j are read', (words, expected) => {
  expect(readOptions(words, KNOWN)).toEqual(expected)
})

test.each<[string[], string]>([
  [['--rounds', '0'], '--rounds 0: give a number from 1 to 20.'],
  [['--rounds', '21'], '--rounds 21: give a number from 1 to 20.'],
  [['--rounds', '2.5'], '--rounds 2.5: give a number from 1 to 20.'],
  [['--rounds', 'many'], '--rounds many: give a number from 1 to 20.'],
  [['--rounds', ''], '--rounds : give a number from 1 to 20.'],
  [['--only', 'upload', '--only', 'sets'], '--only sets: there is upload, download.'],
  [['--quick'], "Unknown option '--quick'"],
  [['upload'], "Unexpected argument 'upload'"],
])('%j are told what is wrong with them', (words, message) => {
  expect(() => readOptions(words, KNOWN)).toThrow(message)
})
