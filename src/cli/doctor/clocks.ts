import { carriedClock } from '../../base/carried-clock.ts'
import { systemNow } from '../../base/clock.ts'
import { clockOf } from '../../daemon/clock-state.ts'
import { runningProcesses } from '../../ledger/processes.ts'
import { databaseTime } from '../../ledger/tickets.ts'
import type { Examination, Finding, Patient } from './examination.ts'

const SPEAKING_SECONDS = 60

/** rule 32.3: this machine's clock, and those of the gateway's processes, against the database's, by which everything is decided. */
export const examineClocks: Examination = async (patient) => {
  const limit = patient.config.alarms.clockSeconds
  const processes = await runningProcesses(patient.database.queries, SPEAKING_SECONDS)
  const clocks = processes.flatMap((one) => {
    const clock = clockOf(one)
    return clock ? [{ ...clock, whose: `the clock of ${one.node} (process ${one.pid})` }] : []
  })
  const steps = clocks.map(({ steppedSeconds }) => steppedSeconds).filter((step) => Math.abs(step) > limit)
  const own = { whose: "this machine's clock", skewSeconds: await ownSkew(patient) }
  return [...[own, ...clocks].map((one) => differing(one, limit)), ...steps.slice(0, 1).map(stepped)]
}

function differing({ whose, skewSeconds }: { whose: string; skewSeconds: number }, limit: number): Finding {
  const found = `${whose} differs from the database's by ${Math.abs(skewSeconds).toFixed(1)} s`
  if (Math.abs(skewSeconds) <= limit) return { name: 'clocks', state: 'ok', found }
  return { name: 'clocks', state: 'problem', found, remedy: 'Correct both by NTP.' }
}

function stepped(seconds: number): Finding {
  const found = `the database's clock stepped by ${Math.round(seconds)} s lately`
  const remedy = 'Correct it if it is wrong; until `retention.clockHoldHours` are over nothing leaves.'
  return { name: 'clocks', state: 'problem', found, remedy }
}

/** As little as the time that the question took leaves open. */
async function ownSkew({ database }: Patient): Promise<number> {
  const asked = performance.now()
  const clock = carriedClock(systemNow, () => performance.now())
  const told = await databaseTime(database.queries)
  return -clock.agree({ told, asked, heard: performance.now() })
}
