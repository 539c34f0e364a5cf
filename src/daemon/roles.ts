import { no, ok, type Result } from '../base/result.ts'

/** What a process does; several processes on one database may share the work (architecture, several machines). */
export const ROLES = ['endpoints', 'pipeline', 'delivery', 'portal', 'console'] as const
export type Role = (typeof ROLES)[number]

/** `endpoints,pipeline`; all when nothing is said; the first word that is no role as the problem. */
export function parseRoles(text: string | undefined): Result<ReadonlySet<Role>, string> {
  if (text === undefined) return ok(new Set(ROLES))
  const words = text.split(',').map((word) => word.trim())
  const unknown = words.find((word) => !ROLES.some((role) => role === word))
  return unknown === undefined ? ok(new Set(words as Role[])) : no(unknown)
}
