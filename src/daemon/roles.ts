import { Misconfigured } from '../base/errors.ts'

/** What a process does; several processes on one database may share the work (architecture, several machines). */
export const ROLES = ['endpoints', 'pipeline', 'delivery', 'portal', 'console'] as const
export type Role = (typeof ROLES)[number]

/** `endpoints,pipeline`; all when nothing is said. */
export function parseRoles(text: string | undefined): ReadonlySet<Role> {
  if (text === undefined) return new Set(ROLES)
  const words = text.split(',').map((word) => word.trim())
  const unknown = words.filter((word) => !ROLES.some((role) => role === word))
  if (unknown.length === 0) return new Set(words as Role[])
  throw new Misconfigured('--roles', `There is no role "${unknown[0]}".`, `Choose among ${ROLES.join(', ')}.`)
}
