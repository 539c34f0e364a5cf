/**
 * Every call with which the gateway makes something durable or tells somebody fails once, and is once its last: the Nth of each, until a whole
 * run needs none. `SLUICE_SWEEP_CALLS`, `_FAULTS` (both with commas), `_OF` (gateway or postgres), `_FROM`, `_TO` and `_STEP` choose.
 */
import { expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { Sweep, type Whose } from './sweep-run.ts'
import type { Injection } from './tracer.ts'

// fsync of folders and hand-overs, fdatasync of drafts, rename of hand-overs; write and writev answer clients, sendto is PostgreSQL's
const OF_GATEWAY = 'fsync,fdatasync,rename,link,unlink,pwrite64,write,writev'
const OF_POSTGRES = 'fdatasync,pwrite64,sendto'

const WHOSE = (process.env.SLUICE_SWEEP_OF ?? 'gateway') as Whose
const CALLS = (process.env.SLUICE_SWEEP_CALLS ?? (WHOSE === 'gateway' ? OF_GATEWAY : OF_POSTGRES)).split(',')
const FAULTS = (process.env.SLUICE_SWEEP_FAULTS ?? 'KILL,EIO,ENOSPC').split(',') as Injection['fault'][]
const FROM = lengthOf('SLUICE_SWEEP_FROM', 1)
const TO = lengthOf('SLUICE_SWEEP_TO', 10_000)
const STEP = lengthOf('SLUICE_SWEEP_STEP', 1)

test(`each ${CALLS.join()} of the ${WHOSE} fails or is the last, and nothing is lost or done twice`, async () => {
  await using sweep = await Sweep.open()
  const reached: Record<string, string> = {}
  const found: Record<string, unknown> = {}
  const summary = () => leaveSummary(`crash-sweep-${WHOSE}-${CALLS.join('-')}`, { reached, found })
  for (const call of CALLS) {
    for (const fault of FAULTS.filter((each) => each === 'KILL' || !isReply(call))) {
      let [last, tried, deaths] = [0, 0, 0]
      for (let nth = FROM; nth <= TO; nth += STEP) {
        const swept = await sweep.once(WHOSE, { call, fault, nth })
        if (swept.violations.length > 0) {
          found[`${call} ${fault} ${nth}`] = swept.violations
          await summary()
        }
        if (!swept.reached) break
        last = nth
        tried++
        if (swept.died) deaths++
      }
      reached[`${call} ${fault}`] = `${tried} tried up to ${last}, ${deaths} deaths`
      await summary()
    }
  }
  expect(found).toEqual({})
})

/** A connection that fails is nothing that only a tracer could do. */
function isReply(call: string): boolean {
  return ['write', 'writev', 'sendto'].includes(call)
}
