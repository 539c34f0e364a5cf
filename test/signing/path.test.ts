import { expect, test } from 'vitest'
import { integer, sequence } from '../../src/signing/der.ts'
import { isRoot, type PathRules, pathToRoot } from '../../src/signing/path.ts'
import { extension } from '../../src/signing/write-certificate.ts'
import {
  authority,
  CLIENT,
  constraints,
  days,
  type Holder,
  type Issue,
  issue,
  NOW,
  nameOf,
  OCSP_SIGNING,
  purposes,
  USAGE,
  usage,
} from './authorities.ts'

const root = authority('Root', undefined, { keyType: 'rsa' })
const citizens = authority('Citizen CA', root)
const card = leaf(citizens)

function leaf(by: Holder, more: Partial<Issue> = {}): Holder {
  return issue({
    name: nameOf({ CN: 'Card' }),
    by,
    extensions: [usage(USAGE.authentication), purposes(CLIENT)],
    ...more,
  })
}

/** The names of the path, or the fault. */
function outcome(from: Holder, authorities: readonly Holder[], rules: Partial<PathRules> = {}): string {
  const path = pathToRoot(from.certificate, {
    roots: [root.certificate],
    authorities: authorities.map(({ certificate }) => certificate),
    now: NOW,
    ...rules,
  })
  return path.ok ? path.value.map(({ subjectText }) => subjectText).join(' < ') : path.problem
}

test('decision 20: a path goes from the leaf over CAs to a trusted root', () => {
  expect(outcome(card, [citizens])).toBe('CN=Card < CN=Citizen CA < CN=Root')
  expect(outcome(leaf(root), [])).toBe('CN=Card < CN=Root')
})

test('a root is a certificate that signed itself', () => {
  const namesake = authority('Root', root)
  expect([root, citizens, card, namesake].map(({ certificate }) => isRoot(certificate))).toEqual([
    true,
    false,
    false,
    false,
  ])
})

const other = authority('Root', undefined)
const unknown = extension('1.2.3.4', integer(1), true)
const short = authority('Short CA', root, { extensions: [constraints(0), usage(USAGE.authority)] })
const ca = (extensions: Issue['extensions']): Holder => authority('Odd CA', root, { extensions })

// biome-ignore format: a table
const REFUSED: readonly (readonly [string, string, () => string])[] = [
  ['without the CA in between',             'unknownIssuer',   () => outcome(card, [])],
  ['to another root of the same name',      'unknownIssuer',   () => outcome(card, [citizens], { roots: [other.certificate] })],
  ['of a leaf that signed itself',          'unknownIssuer',   () => outcome(issue({ name: nameOf({ CN: 'Card' }), extensions: [] }), [citizens])],
  ['of an expired leaf',                    'outsideValidity', () => outcome(leaf(citizens, { until: days(-1) }), [citizens])],
  ['of a leaf of tomorrow',                 'outsideValidity', () => outcome(leaf(citizens, { from: days(1) }), [citizens])],
  ['over an expired CA',                    'outsideValidity', () => over(authority('Odd CA', root, { until: days(-1) }))],
  ['to an expired root',                    'outsideValidity', () => outcome(card, [citizens], { now: days(290), roots: [authority('Root', undefined, { key: root.key, until: days(100) }).certificate] })],
  ['over a leaf that signs',                'unfit',           () => over(ca([usage(USAGE.authentication)]))],
  ['over a CA that may not certify',        'unfit',           () => over(ca([constraints(), usage([0x02, 1])]))],
  ['over one that says not that it is a CA', 'unfit',           () => over(ca([usage(USAGE.authority)]))],
  ['over a CA without key usage',           'unfit',           () => over(ca([constraints()]))],
  ['over a CA with a critical policy',      'unfit',           () => over(ca([constraints(), usage(USAGE.authority), extension('2.5.29.32', sequence(), true)]))],
  ['over a CA with constraints of names',   'unfit',           () => over(ca([constraints(), usage(USAGE.authority), extension('2.5.29.30', sequence(), true)]))],
  ['over unreadable basic constraints',     'unfit',           () => over(ca([extension('2.5.29.19', integer(1), true), usage(USAGE.authority)]))],
  ['over a CA for another purpose',         'unfit',           () => over(ca([constraints(), usage(USAGE.authority), purposes(OCSP_SIGNING)]), { purpose: CLIENT })],
  ['of a leaf for another purpose',         'unfit',           () => outcome(leaf(citizens, { extensions: [purposes(OCSP_SIGNING)] }), [citizens], { purpose: CLIENT })],
  ['of a leaf with an unknown demand',      'unfit',           () => outcome(leaf(citizens, { extensions: [unknown] }), [citizens])],
]

const below = authority('Below', short)

function over(odd: Holder, rules: Partial<PathRules> = {}): string {
  return outcome(leaf(odd), [odd], rules)
}

test.each(REFUSED)('decision 20: no path %s', (_, fault, seen) => {
  expect(seen()).toBe(fault)
})

test('a limit of the path counts the CAs below, not the leaf', () => {
  expect(outcome(leaf(short), [short])).toBe('CN=Card < CN=Short CA < CN=Root')
  expect(outcome(leaf(below), [short, below])).toBe('unfit')
})

test('a wrong candidate of the right name does not hide the right one', () => {
  const expired = authority('Citizen CA', root, { key: citizens.key, until: days(-1) })
  expect(outcome(card, [authority('Citizen CA', root), expired, citizens])).toBe('CN=Card < CN=Citizen CA < CN=Root')
})

test('case C21: candidates that all have signed each other cost a bounded number of checks', () => {
  const { key } = authority('Loop')
  const loop = Array.from({ length: 60 }, () => authority('Loop', undefined, { key }))
  const first = loop[0]
  expect(first && outcome(leaf(first), loop)).toBe('tooMuchWork')
})
