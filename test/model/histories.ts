import fc from 'fast-check'
import { type Command, command } from './commands.ts'
import { drive } from './drive.ts'

export type Played = {
  readonly seed: number
  readonly histories: number
  readonly commands: Readonly<Record<string, number>>
}

/**
 * Plays so many random histories. What fails is told with its seed, its path and the shortest history that fails as well; `SLUICE_SEED` plays
 * the same ones again. After `secondsMax` no further one is begun.
 */
export async function playHistories(histories: number, seed: number, secondsMax?: number): Promise<Played> {
  const commands: Record<string, number> = {}
  let played = 0
  const play = async (history: readonly Command[]) => {
    for (const { do: name } of history) commands[name] = (commands[name] ?? 0) + 1
    await drive(history)
    played++
  }
  const any = fc.array(command, { maxLength: COMMANDS_MAX, size: 'max' })
  await fc.assert(fc.asyncProperty(any, play), {
    ...{ seed, numRuns: histories },
    ...(secondsMax !== undefined && { interruptAfterTimeLimit: secondsMax * 1000, markInterruptAsFailure: false }),
  })
  return { seed, histories: played, commands }
}

const COMMANDS_MAX = 30
