import { expect, test } from 'vitest'
import type { DeliveryOutcome } from '../../src/ledger/deliveries.ts'
import type { Circuit } from '../../src/ledger/target-states.ts'
import { type Heard, heardFrom, nextCircuit } from '../../src/services/circuit.ts'

const BREAKER = { failures: 3, firstSeconds: 10, lastSeconds: 60 }
const closed = (failures: number): Circuit => ({ state: 'closed', failures })
const open = (failures: number): Circuit => ({ state: 'open', failures })
const halfOpen = (failures: number): Circuit => ({ state: 'halfOpen', failures })

// biome-ignore format: a table
test.each<[before: Circuit, heard: Heard, after: Circuit, pauseSeconds: number]>([
  [closed(0),    'answered',     closed(0),   0],
  [closed(2),    'answered',     closed(0),   0],
  [closed(0),    'failed',       closed(1),   0],
  [closed(1),    'failed',       closed(2),   0],
  [closed(2),    'failed',       open(3),     10],
  [closed(2),    'nothing',      closed(2),   0],
  [closed(2),    'failedProbe',  open(3),     10], // closed by another success while it tried
  [open(3),      'failed',       open(3),     0],
  [open(3),      'failedProbe',  open(3),     0],  // its time was over, and another opened it again
  [open(3),      'answered',     closed(0),   0],
  [halfOpen(3),  'failedProbe',  open(4),     20],
  [halfOpen(4),  'failedProbe',  open(5),     40],
  [halfOpen(5),  'failedProbe',  open(6),     60],
  [halfOpen(9e9), 'failedProbe', open(9e9 + 1), 60],
  [halfOpen(3),  'failed',       halfOpen(3), 0],
  [halfOpen(3),  'nothing',      halfOpen(3), 0],
  [halfOpen(3),  'answered',     closed(0),   0],
])('rule 19.8: %o that heard %s becomes %o for %d s', (before, heard, after, pauseSeconds) => {
  expect(nextCircuit(before, heard, BREAKER)).toEqual({ ...after, pauseSeconds })
})

// biome-ignore format: a table
test.each<[DeliveryOutcome, isProbe: boolean, Heard]>([
  [{ outcome: 'delivered', reference: null },  true,  'answered'],
  [{ outcome: 'refused', error: 'no' },        false, 'answered'],
  [{ outcome: 'retrying', error: 'away' },     false, 'failed'],
  [{ outcome: 'inDoubt', error: 'cut' },       true,  'failedProbe'],
  [{ outcome: 'parked', error: 'bytes' },      true,  'nothing'],
])('rule 19.8: %o tells of the target what it can', (outcome, isProbe, heard) => {
  expect(heardFrom(outcome, isProbe)).toBe(heard)
})
