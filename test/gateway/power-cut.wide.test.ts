/** The short form of `power-cut.proof.test.ts`: one cut, in the middle of the first sets. */
import { expect, test } from 'vitest'
import { noCutDisk } from './cut-disk.ts'
import { openCutRun } from './power-cut-run.ts'

/** By then some files are acknowledged, and some sets sealed, on a machine that is not busy; elsewhere any instant is as good. */
const AFTER_MILLISECONDS = 700

test('case D8: after a power cut that loses the log of the file system nothing is missed', async ({ skip }) => {
  const reason = noCutDisk('ext4')
  skip(reason !== undefined, reason)
  await using run = await openCutRun('ext4')
  expect(await run.once('lost', AFTER_MILLISECONDS)).toEqual([])
})
