import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Corrupt } from '../../../src/base/errors.ts'
import type { SetupContents } from '../../../src/registry/setup/contents.ts'
import { readContents, storedContents } from '../../../src/registry/setup/stored-contents.ts'
import { CHOICE, CONTACT, draftedCertificate, draftedKey } from './wizard.ts'

const FULL: SetupContents = {
  technicalUser: CONTACT,
  channel: { type: 'ftp', network: 'internet' },
  certificates: [
    draftedCertificate({ label: 'Lohnbüro “2026”', enterpriseNumber: null }),
    draftedCertificate({ personHash: randomBytes(32), usages: ['signature', 'clientAuthentication'] }),
  ],
  sshKeys: [draftedKey({ label: '给料', comment: 'batch@payroll' })],
  services: CHOICE,
}

const stored = (contents: SetupContents): Record<string, unknown> => JSON.parse(storedContents(contents))
const part = <Value>(value: Value) => fc.option(fc.constant(value), { nil: undefined })

test('any part of a draft comes back as it was', () => {
  const parts: fc.Arbitrary<object> = fc.record({
    technicalUser: part(FULL.technicalUser),
    channel: part(FULL.channel),
    certificates: fc.subarray([...FULL.certificates]),
    sshKeys: fc.subarray([...FULL.sshKeys]),
    services: part(FULL.services),
  })
  fc.assert(
    fc.property(parts, (some) => {
      const contents = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined))
      expect(readContents(stored(contents as unknown as SetupContents))).toEqual(contents)
    }),
  )
})

test('what was not written by this is Corrupt, and repeats nothing of it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const tried = attempt(value)
      expect(tried instanceof Corrupt ? tried.message : readContents(stored(tried))).toEqual(
        tried instanceof Corrupt ? 'a draft of a set-up is not readable' : tried,
      )
    }),
  )
})

test('a draft with any one field turned into something else is Corrupt', () => {
  const whole = stored(FULL)
  for (const path of leavesOf(whole)) {
    const broken = structuredClone(whole)
    const last = path.at(-1) ?? ''
    const holder = path
      .slice(0, -1)
      .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, broken)
    holder[last] = 7
    expect([path.join('.'), attempt(broken)]).toEqual([path.join('.'), expect.any(Corrupt)])
  }
})

function attempt(value: unknown): SetupContents | Corrupt {
  try {
    return readContents(value)
  } catch (error) {
    if (error instanceof Corrupt) return error
    throw error
  }
}

function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}
