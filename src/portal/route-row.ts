/**
 * Every route says who may use it: a row of the matrix, or one of two words. One that does not, does not start (spec access.md §16.1,
 * rule 10.13).
 */
import { type Action, MATRIX, rowOf } from '../registry/policy/matrix.ts'

/** `anybody`: also without a session. `oneself`: whoever is signed in, for what is his own. */
export type RouteRow = Action | 'anybody' | 'oneself'

/** Rows whose answer depends on the online service: whoever serves them asks again with the service. */
const BY_SERVICE: ReadonlySet<RouteRow> = new Set(['useService', 'seeMessages'])

export type Guarding = 'nothing' | 'session' | 'roles'

/** What is asked before a route is served at all. */
export function guardingOf(row: RouteRow): Guarding {
  if (row === 'anybody') return 'nothing'
  return row === 'oneself' || BY_SERVICE.has(row) || isAboutOneself(row) ? 'session' : 'roles'
}

/** Throws a TypeError when the row is unknown, or when the address of a route about an enterprise does not say which one (case R16). */
export function checkRow(route: { readonly method: string; readonly path: string; readonly row: unknown }): void {
  const name = `${route.method} ${route.path}`
  if (!isRouteRow(route.row)) throw new TypeError(`the route ${name} has no row of the matrix`)
  if (guardingOf(route.row) === 'roles' && !route.path.includes('/:enterpriseNumber')) {
    throw new TypeError(`the route ${name} does not say in its path which enterprise it is about`)
  }
}

function isRouteRow(row: unknown): row is RouteRow {
  return row === 'anybody' || row === 'oneself' || MATRIX.some(({ action }) => action === row)
}

function isAboutOneself(action: Action): boolean {
  return Object.values(rowOf(action).cells).includes('own')
}
