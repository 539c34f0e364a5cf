import { expect, test } from 'vitest'
import type { Reading } from '../../bench/reading.ts'
import { quantity, type Result, resultDocument, resultTable } from '../../bench/report.ts'

const MACHINE = {
  ...{ node: '20.19.0', cores: 2, load: 0.25, nativeCiphers: true, syncMilliseconds: 1.234 },
  ...{ openssh: 'OpenSSH_9.2p1', openssl: null },
}
const UPLOAD: Reading = {
  name: 'a large file up',
  unit: 'MB/s',
  ours: 150,
  against: { what: 'OpenSSH', value: 99.94 },
  ratio: { median: 1.5, lowest: 1.25, highest: 2 },
  target: 0.8,
}
const ANSWER: Reading = {
  name: 'answer',
  unit: 'ms',
  ours: 1500,
  against: { what: 'at most', value: 1000 },
  ratio: { median: 0.667, lowest: 0.667, highest: 0.667 },
  target: 1,
  note: 'measured once',
}
const RESULT: Result = {
  machine: MACHINE,
  figures: [
    { id: 'upload', title: 'Upload', readings: [UPLOAD], seconds: 4 },
    { id: 'answer', title: 'Answer', readings: [ANSWER], seconds: 9 },
    { id: 'check', title: 'Check', readings: [], notRun: 'no OpenSSL here', seconds: 0 },
    { id: 'sets', title: 'Sets', readings: [], failed: 'the gateway ended', seconds: 1 },
  ],
}

test('people get a table, and below it what was not measured and what is to be known', () => {
  expect(resultTable(RESULT)).toBe(`\
Node 20.19.0, 2 cores, load 0.3, an fdatasync of 4 KB takes 1.23 ms.
ssh2's native addon is loaded.
Peers: OpenSSH_9.2p1, no OpenSSL.

figure               ours  compared with      ratio  (rounds)   target
a large file up  150 MB/s  OpenSSH 99.9 MB/s   1.50  1.25–2.00  >= 0.8  reached
answer            1500 ms  at most 1000 ms     0.67             >= 1.0  MISSED

Check: not run: no OpenSSL here
Sets: failed: the gateway ended

answer: measured once`)
})

test('where nothing is to be said, nothing stands below the table; a slow machine is told', () => {
  const machine = { ...MACHINE, nativeCiphers: false, openssh: null }
  const lines = resultTable({ machine, figures: RESULT.figures.slice(0, 1) }).split('\n')
  expect([lines[1], lines[2], lines.length]).toEqual([
    "ssh2's native addon is NOT loaded: ciphers run in JavaScript and cost about 1.7 times the CPU.",
    'Peers: no OpenSSH, no OpenSSL.',
    6,
  ])
})

test('programs get all of it, with what was reached', () => {
  expect(resultDocument(RESULT)).toEqual({
    machine: MACHINE,
    figures: [
      { id: 'upload', title: 'Upload', readings: [{ ...UPLOAD, reached: true }], seconds: 4 },
      { id: 'answer', title: 'Answer', readings: [{ ...ANSWER, reached: false }], seconds: 9 },
      { id: 'check', title: 'Check', readings: [], notRun: 'no OpenSSL here', seconds: 0 },
      { id: 'sets', title: 'Sets', readings: [], failed: 'the gateway ended', seconds: 1 },
    ],
  })
})

test.each<[number, string]>([
  [0, '0.00 MB'],
  [1.234, '1.23 MB'],
  [9.994, '9.99 MB'],
  [10, '10.0 MB'],
  [99.94, '99.9 MB'],
  [100, '100 MB'],
  [123_456.7, '123457 MB'],
])('%d is told with three digits', (value, expected) => {
  expect(quantity(value, 'MB')).toBe(expected)
})
