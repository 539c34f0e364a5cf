import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acknowledgementDocument } from '../../src/batch/acknowledgement-document.ts'
import type { Member } from '../../src/batch/facts.ts'

const SCHEMA = join(import.meta.dirname, '../../../shared/schemas/ACRF_20231.xsd')
const missing = [
  ...(isThere('xmllint') ? [] : ['xmllint']),
  ...(existsSync(SCHEMA) ? [] : ['the official schema of the ACRF']),
]
const mustRun = process.env.SLUICE_WIDE === '1'

let folder = ''
beforeEach(async ({ skip }) => {
  skip(missing.length > 0 && !mustRun, `not run: needs ${missing.join(' and ')}`)
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-acrf-'))
})
afterEach(async () => {
  if (folder) await rm(folder, { recursive: true, force: true })
})

test('rule 6.4 every answer is valid against the official schema', async () => {
  const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 }).filter((text) => text.trim() !== '')
  const answers = fc.record({
    name,
    codes: fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 50 }),
    judgedAt: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  })
  const files = await Promise.all(
    fc.sample(answers, 200).map(async (answer, index) => {
      const file = join(folder, `${index}.xml`)
      await writeFile(file, documentOf(answer))
      return file
    }),
  )
  expect(() => xmllint(...files)).not.toThrow()
})

test('and the schema does refuse what is not an answer', async () => {
  const file = join(folder, 'wrong.xml')
  const right = documentOf({ name: 'GO', codes: [], judgedAt: new Date(0) }).toString()
  await writeFile(file, right.replace('<ResultCode>1<', '<ResultCode>2<'))
  expect(() => xmllint(file)).toThrow(/ResultCode/)
})

function documentOf({ name, codes, judgedAt }: { name: string; codes: number[]; judgedAt: Date }): Buffer {
  const outcome = codes.length > 0 ? 'rejected' : 'accepted'
  return acknowledgementDocument(
    { members: [{ name } as Member], ticket: 'SLU0000000018' },
    { outcome, reasons: codes.map((code) => ({ code })), judgedAt: judgedAt.toISOString() },
    { schema: 'ACRF_20231.xsd' },
  )
}

function xmllint(...files: string[]): void {
  execFileSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, ...files], { stdio: 'pipe' })
}

function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, program)))
}
