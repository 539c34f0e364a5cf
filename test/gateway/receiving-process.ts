import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { inject } from 'vitest'
import { freePort } from '../support/free-port.ts'
import type { Place } from '../support/network.ts'

export type ReceivingProcess = AsyncDisposable & {
  /** Where declarations are posted; below it, by its key, a service is asked whether it has one. */
  readonly url: string
  /** kill -9, and started again at the same address. */
  restart(): Promise<void>
}

/** The online service of `bench/peers`, in a process of its own, with a log of effects that it flushes before it answers. On loopback, or there. */
export async function receivingProcess(
  logFile: string,
  { address, inside }: Pick<Place, 'address' | 'inside'> = { address: '127.0.0.1', inside: [] },
): Promise<ReceivingProcess> {
  const program = join(dirname(inject('program')), '..', 'bench', 'peers', 'receiving-service.js')
  const port = await freePort()
  let running = await started()

  async function started(): Promise<ChildProcess> {
    const line = [...inside, process.execPath, program, logFile, String(port), 'flush', address]
    const [command, ...words] = line as [string, ...string[]]
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(createInterface({ input: child.stdout }), 'line')
    return child
  }

  async function kill(): Promise<void> {
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
  }

  return {
    url: `http://${address}:${port}/declarations`,
    async restart() {
      await kill()
      running = await started()
    },
    [Symbol.asyncDispose]: kill,
  }
}
