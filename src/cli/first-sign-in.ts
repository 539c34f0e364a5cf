/** Where a new operator goes, and with what. */
import { hostname } from 'node:os'
import type { Config } from '../config/schema.ts'
import { PLACES } from '../console/places.ts'
import { consoleUrlOf } from '../daemon/console-address.ts'
import type { Queries } from '../database/database.ts'
import type { RunningProcess } from '../ledger/processes.ts'
import { running } from './running.ts'

export type FirstSignIn = {
  readonly code: string
  /** Null where the address of the console is not known. */
  readonly link: string | null
  readonly hours: number
}

/** `url`: of the console, as `consoleAddress` tells it. */
export function firstSignIn({ operators }: Config, url: string | null, code: string): FirstSignIn {
  const link = url === null ? null : `${url}${PLACES.firstSignIn}?code=${code}`
  return { code, link, hours: operators.invitationHours }
}

/** Null where it takes any free port and does not run on this host. */
export async function consoleAddress(queries: Queries, { console: listener }: Config): Promise<string | null> {
  if (listener.publicUrl !== '' || listener.port !== 0) return consoleUrlOf(listener)
  const port = consolePort(await running(queries))
  return port === null ? null : consoleUrlOf(listener, port)
}

/** Of the latest process on this host that has one. */
function consolePort(processes: readonly RunningProcess[]): number | null {
  const here = processes.filter(({ node }) => node === hostname())
  const bound = here.map(({ addresses }) => (addresses.console as { readonly port: number } | undefined)?.port)
  return bound.findLast((port) => port !== undefined) ?? null
}

export function signInLines(name: string, { code, link, hours }: FirstSignIn): string[] {
  const begin = `${name} signs in for the first time within ${hours} hours, once,`
  if (link !== null) return [`${begin} at:`, `  ${link}`, `or anywhere the console is reached, with the code ${code}`]
  return [
    `${begin} at ${PLACES.firstSignIn} of the console, with the code ${code}`,
    'The console takes any free port (console.port: 0) and does not run on this host; `sluice status` shows its address.',
  ]
}
