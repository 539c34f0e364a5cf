/** What a hostile input may cost, through the doors of the product: never above a second of the processor, nor 100 MB. */
import { expect, test } from 'vitest'
import { bytesOf, filesIn, notRun } from '../suites/corpora.ts'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { type Hostile, hostileInputs } from './hostile/inputs.ts'
import { type Cost, measure } from './hostile/measure.ts'

const MILLISECONDS_MAX = 1000
const MEGABYTES_MAX = 100
const SUITES = ['pkits', 'openssl-cms', 'pyca-x509', 'rfc4134', 'go-pkcs7']

test('case C15: whatever was made to cost much costs no more than a second of the processor and 100 MB', async () => {
  const costs = await measure(await hostileInputs(lengthOf('SLUICE_SEED', 4711)))
  await leaveSummary('hostile-input', figuresOf(costs))
  expect(tooDear(costs)).toEqual([])
  expect(costs.filter(({ door, found }) => door === 'list' && found === 'ok').length).toBe(2)
})

const missing = notRun(...SUITES, 'xml-attacks')

test.skipIf(missing !== null)(`nor does anything that the public suites hold ${missing ?? ''}`, async () => {
  const costs = await measure(publicInputs())
  await leaveSummary('hostile-input-suites', figuresOf(costs))
  expect(tooDear(costs)).toEqual([])
  expect(costs.length).toBeGreaterThan(3000)
})

function publicInputs(): Hostile[] {
  const files = SUITES.flatMap(filesIn)
  const each = files.flatMap((name) => {
    const bytes = bytesOf(name)
    return (['signature', 'upload', 'token'] as const).map((door) => ({ name, door, bytes }))
  })
  return [...each, ...filesIn('xml-attacks').map((name) => ({ name, door: 'document' as const, bytes: bytesOf(name) }))]
}

function tooDear(costs: readonly Cost[]): Cost[] {
  return costs.filter(({ milliseconds, megabytes }) => milliseconds > MILLISECONDS_MAX || megabytes > MEGABYTES_MAX)
}

function figuresOf(costs: readonly Cost[]) {
  const most = (of: 'milliseconds' | 'megabytes') => [...costs].sort((one, other) => other[of] - one[of]).slice(0, 3)
  return { inputs: costs.length, dearest: most('milliseconds'), largest: most('megabytes') }
}
