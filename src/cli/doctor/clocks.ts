import { carriedClock } from '../../base/carried-clock.ts'
import { systemNow } from '../../base/clock.ts'
import { clockOf, heldFor } from '../../daemon/clock-state.ts'
import { lookAtDatabaseClock } from '../../ledger/database-clock.ts'
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
  const stepping = steps.length > 0 ? steps.slice(0, 1).map(stepped) : await held(patient)
  return [...[own, ...clocks].map((one) => differing(one, limit)), ...stepping]
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

/** rule 32.4: also after a step that no process shows any more: it was taken back, or all were restarted since, and the clock may still be wrong. */
async function held({ config, database }: Patient): Promise<readonly Finding[]> {
  const heldSeconds = heldFor(await lookAtDatabaseClock(database.queries), config.retention.clockHoldHours)
  if (heldSeconds === 0) return []
  const found = `the database's clock stepped lately; nothing expires or leaves for another ${hours(heldSeconds)} h`
  const remedy =
    'Look whether it is right now; then nothing need be done. A lower `retention.clockHoldHours` ends this earlier.'
  return [{ name: 'clocks', state: 'advice', found, remedy }]
}

function hours(seconds: number): string {
  return (seconds / 3600).toFixed(1)
}

/** As little as the time that the question took leaves open. */
async function ownSkew({ database }: Patient): Promise<number> {
  const asked = performance.now()
  const clock = carriedClock(systemNow, () => performance.now())
  const told = await databaseTime(database.queries)
  return -clock.agree({ told, asked, heard: performance.now() })
}
