/** What `/readyz` tells an operator. */
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { eventually } from './gateway.ts'

type Health = { readonly state: string; readonly detail?: string }
type Readiness = Health & { readonly dependencies: Readonly<Record<string, Health>> }

export async function readiness({ addresses }: GatewayProcess): Promise<Readiness> {
  const { host, port } = addresses.console
  return (await (await fetch(`http://${host}:${port}/readyz`)).json()) as Readiness
}

/** Why the operator's page says that the dependency is so, once it does. */
export async function told(gateway: GatewayProcess, dependency: string, state: string, words = ''): Promise<string> {
  const { dependencies } = await eventually(
    () => readiness(gateway),
    (seen) => seen.dependencies[dependency]?.state === state && says(seen.dependencies[dependency], words),
  )
  return dependencies[dependency]?.detail ?? ''
}

function says({ detail = '' }: Health, words: string): boolean {
  return detail.includes(words)
}
