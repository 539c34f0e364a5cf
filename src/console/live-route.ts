import type { AskOf, ParamsOf } from './ask.ts'
import type { RouteRole } from './role.ts'

/** A stream for the live parts of a page (see `http/server-sent-events.ts`); the page has `<div data-live={path}>` and the script `live`. */
export type ConsoleLive<Path extends string, Role extends Exclude<RouteRole, 'anybody'>> = {
  readonly method: 'GET'
  readonly path: Path
  readonly role: Role
  /** Yields names of parts (letters, digits, hyphens) that have changed, until the signal is aborted. */
  changes(ask: AskOf<Role, ParamsOf<Path>>, signal: AbortSignal): AsyncIterable<string>
}

export type AnyConsoleLive = ConsoleLive<string, Exclude<RouteRole, 'anybody'>>

export function consoleLive<const Path extends string, const Role extends Exclude<RouteRole, 'anybody'>>(
  route: Omit<ConsoleLive<Path, Role>, 'method'>,
): AnyConsoleLive {
  return { ...route, method: 'GET' } as unknown as AnyConsoleLive
}
