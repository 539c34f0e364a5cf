import { z } from 'zod'
import { INBOUND_PURPOSES } from '../batch/purposes.ts'
import { serviceAnswers } from './answers.ts'
import { amount, choice, count, flag, KINDS, text } from './kinds.ts'
import { labels } from './labels.ts'
import { breaker, serviceProof, target } from './targets.ts'

export const purposeCode = text(
  'a purpose code such as DMFA: a capital letter and three capital letters or digits',
  /^[A-Z][A-Z0-9]{3}$/,
)

const DAY_SECONDS = 86_400

const retry = z.strictObject({
  firstSeconds: amount({ min: 0.01, max: DAY_SECONDS })
    .default(5)
    .describe('Seconds before a failed hand-over is tried again; doubled after every failure.'),
  lastSeconds: amount({ min: 0.01, max: DAY_SECONDS })
    .default(600)
    .describe('The longest pause between two attempts, in seconds; also caps the first.'),
  attempts: count({ min: 1, max: 100_000 })
    .default(300)
    .describe('Attempts before a hand-over is parked for a person; the default lasts two days.'),
})

const element = text('an XML name', /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/)

const service = z.strictObject({
  code: purposeCode.describe('Purpose code: the second element of the file names.'),
  labels: labels.prefault({}).describe('The name shown to people.'),
  environments: z
    .array(choice(['R', 'T', 'S']))
    .min(1)
    .default(['R', 'T', 'S'])
    .register(KINDS, { expected: 'a list of R, T and S' })
    .describe('Environments in which this service takes declarations.'),
  roots: z.array(element).default([]).describe('Root elements its documents may have; empty: any.'),
  identifications: z.array(element).default([]).describe('Form identifications its documents may hold; empty: any.'),
  formless: flag.default(false).describe('Its documents hold no Form blocks and need no schema reference.'),
  target: target.prefault({}).describe('Where accepted declarations go.'),
  answers: serviceAnswers.prefault({}).describe('What the service answers, and how.'),
  retry: retry.prefault({}).describe('What happens when a hand-over fails.'),
  breaker: breaker.prefault({}).describe('When a service that fails again and again is left alone.'),
  ...serviceProof,
  rate: amount({ min: 0.001, max: 100_000 }).default(1000).describe('Most hand-overs started a second.'),
  archiveDays: amount({ min: 0, max: 36_525 })
    .default(0)
    .describe('Days for which the contents of its submissions are kept after their end; 0: `retention.archiveDays`.'),
  concurrency: count({ min: 1, max: 100 }).default(4).describe('Most hand-overs under way at the same time.'),
})

/** One online service for each purpose that comes in (decision 33). */
const DEFAULT_SERVICES = INBOUND_PURPOSES.map(({ code, labels: name, roots, identifications, formless }) => ({
  ...{ code, roots: [...roots], identifications: [...identifications] },
  ...(formless ? { formless } : {}),
  labels: name,
}))

export const services = z
  .array(service)
  .min(1)
  .max(500)
  .prefault(DEFAULT_SERVICES)
  .register(KINDS, { expected: 'a list of mappings, at least one' })
  .describe(
    'The online services; the default is one for each purpose a sender may send. A list given here replaces it whole.',
  )
