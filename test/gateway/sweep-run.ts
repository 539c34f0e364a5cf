/** One call of the gateway, or of its PostgreSQL, fails or is its last, while sets are taken, judged, answered and handed over. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Violation } from './checker.ts'
import { addSets, openStage, type Stage, untilRest, violationsAtRest } from './failpoint-run.ts'
import { familyOf, type Injection, trace } from './tracer.ts'

export type Whose = 'gateway' | 'postgres'
export type Swept = { readonly reached: boolean; readonly died: boolean; readonly violations: readonly Violation[] }

/** Goes on with one gateway as long as that lives. */
export class Sweep implements AsyncDisposable {
  readonly #stage: Stage
  #gateway: GatewayProcess | null = null

  private constructor(stage: Stage) {
    this.#stage = stage
  }

  static async open(...settings: readonly string[]): Promise<Sweep> {
    return new Sweep(await openStage(settings))
  }

  async once(whose: Whose, injection: Injection): Promise<Swept> {
    const gateway = await this.#running()
    const clients = this.#stage.lines.map(({ client }) => client)
    await addSets(this.#stage)
    const pids = whose === 'gateway' ? [gateway.pid] : await familyOf(await this.#postmaster())
    const tracer = await trace(pids, injection, this.#stage.site.folder, { follows: whose === 'gateway' })
    const isGone = await untilRest(clients, gateway)
    await tracer.detach()
    const reached = isGone || (await tracer.wasReached())
    // all may have come to rest in the instant before
    const died = isGone || (reached && whose === 'gateway' && injection.fault === 'KILL')
    if (died) {
      await gateway.ended
      this.#gateway = null
    }
    return { reached, died, violations: await violationsAtRest(clients, await this.#running()) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gateway?.[Symbol.asyncDispose]()
    await this.#stage[Symbol.asyncDispose]()
  }

  /** With one thread for files, so that the Nth call of the thread is the Nth of all. */
  async #running(): Promise<GatewayProcess> {
    this.#gateway ??= await this.#stage.site.startUnder(['env', 'UV_THREADPOOL_SIZE=1'])
    return this.#gateway
  }

  async #postmaster(): Promise<number> {
    const file = join(this.#stage.site.folder, 'spool', 'postgres', 'cluster', 'postmaster.pid')
    return Number((await readFile(file, 'utf8')).split('\n', 1)[0])
  }
}
