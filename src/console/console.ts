/** The operators' listener: is it alive, can it work, what are the numbers. */

import type { Metrics } from '../base/metrics.ts'
import { createHttpListener, type HttpApp, type HttpListener, type HttpListenerOptions } from '../http/listener.ts'
import { type HealthCheck, healthOf, overall } from './health.ts'

export type ConsoleOptions = Omit<HttpListenerOptions, 'setting'> & {
  /** What the gateway cannot work without, by the name shown to operators. */
  readonly readiness: Readonly<Record<string, HealthCheck>>
  /** A dependency that has not answered by then is down. */
  readonly readinessSeconds: number
  readonly metrics: Pick<Metrics, 'text'>
}

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8'

export function createConsole({ readiness, readinessSeconds, metrics, ...listening }: ConsoleOptions): HttpListener {
  const listener = createHttpListener({ ...listening, setting: 'console' })
  addHealth(listener.app, healthOf(readiness, readinessSeconds, listening.log))
  listener.app.get('/metrics', async (_, reply) => reply.type(PROMETHEUS_TEXT).send(await metrics.text()))
  return listener
}

function addHealth(app: HttpApp, look: ReturnType<typeof healthOf>): void {
  app.get('/livez', async () => ({ state: 'up' }))
  app.get('/readyz', async (_, reply) => {
    const dependencies = await look()
    const state = overall(dependencies)
    return reply.code(state === 'down' ? 503 : 200).send({ state, dependencies })
  })
}
