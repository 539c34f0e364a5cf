import { createConsole } from '../console/console.ts'
import type { HealthCheck } from '../console/health.ts'
import type { Ground } from './ground.ts'

export type Address = { readonly host: string; readonly port: number }

const READINESS_SECONDS = 3

/** Health and metrics for operators and their supervisors. */
export async function openConsole(
  ground: Ground & { readonly readiness: Readonly<Record<string, HealthCheck>> },
): Promise<AsyncDisposable & { readonly address: Address }> {
  const { live, readiness, metrics, log } = ground
  const { console: listener, limits } = live.current()
  const { host, port } = listener
  const opened = createConsole({ host, port, limits, log, readiness, readinessSeconds: READINESS_SECONDS, metrics })
  const address = await opened.listen()
  return { address, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}
