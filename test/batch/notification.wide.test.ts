import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { notificationDocuments } from '../../src/batch/notification-document.ts'

const SCHEMA = join(import.meta.dirname, '../../../shared/schemas/NOTIFICATION_20223.xsd')
const missing = [
  ...(isThere('xmllint') ? [] : ['xmllint']),
  ...(existsSync(SCHEMA) ? [] : ['the official schema of the NOTIFICATION']),
]
const mustRun = process.env.SLUICE_WIDE === '1'

let folder = ''
beforeEach(async ({ skip }) => {
  skip(missing.length > 0 && !mustRun, `not run: needs ${missing.join(' and ')}`)
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-noti-'))
})
afterEach(async () => {
  if (folder) await rm(folder, { recursive: true, force: true })
})

test('rule 20.11 every notification is valid against the official schema', async () => {
  const zone = (...values: string[]) =>
    fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.constantFrom(...values)), { nil: undefined })
  const form = fc.record({
    handled: fc.record({
      identification: zone('DMFA', 'DIMONA'),
      creationDate: zone('2026-01-05', '2026-02-30', '2026-02-28', '2024-02-29'),
      creationHour: zone('09:58:00.000', '24:00:00.000'),
      attestationStatus: zone('0', '8', '9'),
      typeForm: zone('SU', 'XX'),
    }),
    declarantReference: zone('mine'),
    ticket: fc.constant('SIM0000000012'),
    resultCode: fc.constantFrom(0 as const, 1 as const, 2 as const),
    diagnoses: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    anomalies: fc.array(
      fc.record({
        errorId: fc.constant('00000-901'),
        class: fc.constantFrom('B', 'NP'),
        tagName: fc.string({ unit: 'binary' }),
        label: fc.string({ unit: 'binary', maxLength: 900 }),
      }),
      { maxLength: 3 },
    ),
  })
  const notifications = fc.record({
    ...{ createdAt: date(), receivedAt: date(), schema: fc.constant('NOTIFICATION_20223.xsd') },
    ...{ fileName: fc.constant('GO.DMFA.123456.20260105.00001.R.1'), ticket: fc.constant('SLU0000000018') },
    ...{ sender: fc.constant('123456'), channel: fc.constantFrom('ftp' as const, 'sftp' as const, 'web' as const) },
    forms: fc.array(form, { minLength: 1, maxLength: 3 }),
  })
  const documents = fc.sample(notifications, 150).flatMap((notification) => notificationDocuments(notification, false))
  const files = await Promise.all(
    documents.map(async (document, index) => {
      const file = join(folder, `${index}.xml`)
      await writeFile(file, document)
      return file
    }),
  )
  expect(() => xmllint(...files)).not.toThrow()
})

function date() {
  return fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
}

function xmllint(...files: string[]): void {
  execFileSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, ...files], { stdio: 'pipe' })
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
