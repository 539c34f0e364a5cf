import { expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { remedyOf } from '../../src/pipeline/pipeline.ts'
import { BlobUnreadable } from '../../src/spool/blob-unreadable.ts'
import { CheckerFailed } from '../../src/stages/checkers/checker-failed.ts'

const LIMITS = { stepAttempts: 3, readAttempts: 8 }
const UNREADABLE = new BlobUnreadable(sha256('x'), 'EIO', null)
const KILLED = new CheckerFailed('memory', 'too much')
const AWAY = new Unavailable('The database does not answer.')

// biome-ignore format: a table
test.each([
  ['case D5: a blob that cannot be read',             UNREADABLE,          { readFailures: 6,  checkerFailures: 9 },  'retry'],
  ['case D5: … for the last time',                    UNREADABLE,          { readFailures: 7,  checkerFailures: 0 },  'park'],
  ['case K16: a document that kills its checker',     KILLED,              { readFailures: 99, checkerFailures: 1 },  'retry'],
  ['case K16: … for the last time',                   KILLED,              { readFailures: 0,  checkerFailures: 2 },  'park'],
  ['what is away, however often',                     AWAY,                { readFailures: 99, checkerFailures: 99 }, 'retry'],
  ['what makes no sense',                             new Corrupt('bad'),  { readFailures: 0,  checkerFailures: 0 },  'park'],
  ['a bug',                                           new TypeError('oh'), { readFailures: 0,  checkerFailures: 0 },  'crash'],
])('%s', (_, error, claim, remedy) => {
  expect(remedyOf(error, claim, LIMITS)).toBe(remedy)
})
