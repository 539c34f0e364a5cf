/**
 * Where one can go from here. One row per area, in groups as the look has them; an area is shown to whom its role reaches, and refused to
 * others whatever is shown.
 */
import type { NavLink } from '../http/components/shell.tsx'
import type { Visit } from './ask.ts'
import { PLACES } from './places.ts'
import { mayUse, type RouteRole } from './role.ts'
import type { TextKey } from './texts.ts'

export type Area = {
  readonly key: TextKey
  /** One line about what it is for, on the overview and in the help. */
  readonly purpose: TextKey
  readonly href: string
  readonly role: RouteRole
}

// biome-ignore format: a table
export const AREAS: readonly (readonly Area[])[] = [
  [
    { key: 'nav.dashboard',   purpose: 'purpose.dashboard',   href: PLACES.overview,    role: 'viewer' },
    { key: 'nav.queues',      purpose: 'purpose.queues',      href: PLACES.queues,      role: 'viewer' },
    { key: 'nav.submissions', purpose: 'purpose.submissions', href: PLACES.submissions, role: 'viewer' },
    { key: 'nav.parked',      purpose: 'purpose.parked',      href: PLACES.parked,      role: 'viewer' },
    { key: 'nav.tail',        purpose: 'purpose.tail',        href: PLACES.tail,        role: 'viewer' },
  ],
  [
    { key: 'nav.senders',       purpose: 'purpose.senders',       href: PLACES.senders,       role: 'viewer' },
    { key: 'nav.sessions',      purpose: 'purpose.sessions',      href: PLACES.sessions,      role: 'viewer' },
    { key: 'nav.bans',          purpose: 'purpose.bans',          href: PLACES.bans,          role: 'viewer' },
    { key: 'nav.certificates',  purpose: 'purpose.certificates',  href: PLACES.certificates,  role: 'viewer' },
    { key: 'nav.health',        purpose: 'purpose.health',        href: PLACES.health,        role: 'viewer' },
    { key: 'nav.audit',         purpose: 'purpose.audit',         href: PLACES.audit,         role: 'viewer' },
    { key: 'nav.configuration', purpose: 'purpose.configuration', href: PLACES.configuration, role: 'viewer' },
    { key: 'nav.restored',      purpose: 'purpose.restored',      href: PLACES.restored,      role: 'viewer' },
  ],
  [
    { key: 'nav.operators', purpose: 'purpose.operators', href: PLACES.operators, role: 'administrator' },
    { key: 'nav.profile',   purpose: 'purpose.profile',   href: PLACES.profile,   role: 'viewer' },
    { key: 'nav.help',      purpose: 'purpose.help',      href: PLACES.help,      role: 'viewer' },
  ],
]

/** Nobody sees nothing. */
export function navigation({ signedIn, t, path }: Pick<Visit, 'signedIn' | 't' | 'path'>): (readonly NavLink[])[] {
  return areasFor(signedIn)
    .map((areas) => areas.map(({ key, href }) => ({ href, label: t(key), isCurrent: isAt(path, href) })))
    .filter((links) => links.length > 0)
}

export function areasFor(signedIn: Visit['signedIn']): Area[][] {
  if (!signedIn) return []
  return AREAS.map((areas) => areas.filter(({ role }) => mayUse(role, signedIn.operator.role)))
}

function isAt(path: string, href: string): boolean {
  return path === href || (href !== PLACES.overview && path.startsWith(`${href}/`))
}
