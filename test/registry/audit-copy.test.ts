import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../src/base/hashes.ts'
import { linkAfter } from '../../src/registry/audit-chain.ts'
import { AuditCopy, parseLine } from '../../src/registry/audit-copy.ts'

const FIRST = { chainNo: 7, hash: linkAfter(null, entryOf('a', {})).hash }

function entryOf(subject: string, detail: Record<string, unknown>) {
  const at = '2026-11-28T09:00:00.123456Z'
  return { auditNo: 41, at, actor: 'operator:test', action: 'sender.suspend', subject, reason: null, detail }
}

function lineOf(subject: string, detail: Record<string, unknown>): string {
  const entry = entryOf(subject, detail)
  return canonicalJson({ ...entry, ...linkAfter(FIRST, entry), previous: FIRST.hash })
}

test('rule 31.10: a line is read back as it was written, and one with any other byte is not believed', () => {
  const details = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
  fc.assert(
    fc.property(fc.string(), details, fc.nat(), fc.nat({ max: 255 }), (subject, detail, at, byte) => {
      const line = lineOf(subject, JSON.parse(JSON.stringify(detail)))
      expect(parseLine(line)).toEqual(JSON.parse(line))
      const bytes = Buffer.from(line)
      bytes[at % bytes.length] = byte
      const changed = parseLine(bytes.toString())
      if (changed !== null) expect(changed).toEqual(JSON.parse(line))
    }),
  )
})

test.each(['', '{}', 'null', '[1]', '{"chainNo":1', '"text"'])('%j is no line', (line) => {
  expect(parseLine(line)).toBeNull()
})

test('damaged lines are left out, the others are told', async () => {
  const lines = [lineOf('sender:1', {}), 'rubbish', lineOf('sender:2', { after: { state: 'suspended' } })]
  const copy = new AuditCopy({
    last: async () => lines.at(-1),
    append: async () => {},
    lines: async function* () {
      yield lines
    },
  })
  const told = []
  for await (const page of copy.entries()) told.push(...page.map(({ subject }) => subject))
  expect(told).toEqual(['sender:1', 'sender:2'])
})
