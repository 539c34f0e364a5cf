/** Every route says who may use it (rule 21.1); one that does not, does not start. */
import { doesRoleReach, isOperatorRole, type OperatorRole } from '../registry/operators/operator.ts'

/** `anybody`: also without a session; for the sign-in and nothing else. */
export type RouteRole = OperatorRole | 'anybody'

/** Throws a TypeError when the role is none. */
export function checkRole({ method, path, role }: { method: string; path: string; role: unknown }): void {
  const isRole = typeof role === 'string' && (role === 'anybody' || isOperatorRole(role))
  if (!isRole) throw new TypeError(`the route ${method} ${path} does not say who may use it`)
}

/** rule 21.1: deny by default. */
export function mayUse(role: RouteRole, held: OperatorRole | undefined): boolean {
  return role === 'anybody' || (held !== undefined && doesRoleReach(held, role))
}
