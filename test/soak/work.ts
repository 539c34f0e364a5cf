/** All senders at once, and somebody who looks at their OUT folders, until they are told to stop. */
import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '../../bench/rig/random-searches.ts'
import type { Line } from './line.ts'
import type { Door } from './programs.ts'
import type { Stage } from './stage.ts'

/** A sender has as many sets under way at most. */
const LEFT_MAX = 4
const TRY_MILLISECONDS = 500
const LOOK_MILLISECONDS = 3000

/** Rejects with what is a mistake of the test. */
export async function work({ lines, doors }: Stage, seed: number, stop: AbortSignal): Promise<void> {
  const sending = lines.map((line, index) => sendOn(line, doors, seeded(seed + index), stop))
  await Promise.all([...sending, lookOn(lines, doors, stop)])
}

async function sendOn(line: Line, doors: readonly Door[], draw: () => number, stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted; turn++) {
    if (line.client.left().length < LEFT_MAX) await line.add(draw())
    await line.send(doors[turn % doors.length]!)
    await pause(TRY_MILLISECONDS)
  }
}

async function lookOn(lines: readonly Line[], doors: readonly Door[], stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted; turn++) {
    for (const line of lines) await line.client.look(whereIs(doors[turn % doors.length]!))
    await pause(LOOK_MILLISECONDS)
  }
}

/** For who looks from our own network. */
export function whereIs({ host, sftp, ftp }: Door) {
  return { addresses: { sftp: { host, port: sftp }, ftp: { host, port: ftp } } }
}
