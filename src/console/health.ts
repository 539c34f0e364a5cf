import { Corrupt, Misconfigured, Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'

/** Degraded: works, but a person should look. */
export type Health = { readonly state: 'up' | 'degraded' | 'down'; readonly detail?: string }

/** Looks at one dependency; a throw counts as down. */
export type HealthCheck = () => Promise<Health>

/** The health of everything the gateway needs, by name. A check that takes longer than `seconds` counts as down; none is run twice at once. */
export function healthOf(
  checks: Readonly<Record<string, HealthCheck>>,
  seconds: number,
  log: Log,
): () => Promise<Readonly<Record<string, Health>>> {
  const single = Object.entries(checks).map(([name, check]) => ({
    name,
    look: oneAtATime(() => settled(name, check, log)),
  }))
  return async () => {
    const entries = single.map(async ({ name, look }) => [name, await within(seconds, look())] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
}

/** The worst of all. */
export function overall(health: Readonly<Record<string, Health>>): Health['state'] {
  const states = Object.values(health).map(({ state }) => state)
  return (['down', 'degraded'] as const).find((state) => states.includes(state)) ?? 'up'
}

async function settled(name: string, check: HealthCheck, log: Log): Promise<Health> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Corrupt || error instanceof Misconfigured) {
      return { state: 'down', detail: error.message }
    }
    log.error('health.failed', { dependency: name, ...errorFields(error) })
    return { state: 'down', detail: 'the check failed; the log says why' }
  }
}

/** A dependency that hangs is asked once, not once a second. */
function oneAtATime<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let underWay: Promise<Value> | undefined
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

async function within(seconds: number, work: Promise<Health>): Promise<Health> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'down', detail: `no answer within ${seconds} s` }), seconds * 1000)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
