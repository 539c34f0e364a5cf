import { createConsole } from '../console/console.ts'
import type { HealthCheck } from '../console/health.ts'
import type { Address } from '../http/listener.ts'
import { consoleUrlOf, isConsoleOverTls } from './console-address.ts'
import { type ConsoleUnder, consoleGround } from './console-ground.ts'
import type { Ground } from './ground.ts'
import { openOperatorProvider } from './operator-provider.ts'
import { liveTlsPair, type TlsPair } from './tls-pair.ts'

export type { Address } from '../http/listener.ts'

const READINESS_SECONDS = 3

type Under = Ground & ConsoleUnder & { readonly readiness: Readonly<Record<string, HealthCheck>> }

/** Health and metrics for operators and their supervisors, pages and an API for operators. */
export async function openConsole(under: Under): Promise<AsyncDisposable & { readonly address: Address }> {
  const { live, readiness, metrics, log } = under
  const { console: settings, limits } = live.current()
  const bound: { address?: Address } = {}
  const pair = isConsoleOverTls(settings) ? await liveTlsPair(under) : null
  const publicUrl = () => consoleUrlOf(settings, bound.address?.port)
  const provider = await openOperatorProvider(under, publicUrl)
  const opened = createConsole({
    ...{ host: settings.host, port: settings.port, limits, log, ...(pair && { tls: tlsOf(pair()) }) },
    ...{ readiness, readinessSeconds: READINESS_SECONDS, metrics },
    ground: consoleGround(under, publicUrl, provider),
  })
  if (pair) live.onReload(() => opened.renewTls(tlsOf(pair())))
  const address = await opened.listen()
  bound.address = address
  return { address, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}

function tlsOf({ keyPem, certificatePem }: TlsPair) {
  return { key: keyPem, cert: certificatePem }
}
