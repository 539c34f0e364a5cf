/** Where one can go from here. It shows what the roles open; what they do not open is refused whatever is shown. */
import type { NavLink } from '../http/components/shell.tsx'
import { decide, type Place } from '../registry/policy/decide.ts'
import type { Action } from '../registry/policy/matrix.ts'
import type { Member, Visit } from './ask.ts'
import { enterprisePath, PLACES, qualityPath } from './places.ts'
import type { TextKey } from './texts.ts'

type Area = {
  readonly key: TextKey
  readonly action: Action
  /** Undefined where the scope is too wide for it. */
  readonly path: (place: Place) => string | undefined
  /** The other official term, shown in the languages in which it is another one. */
  readonly also?: TextKey
}

const inQuality = (rest: string) => (place: Place) =>
  place.qualityCode === null ? undefined : qualityPath({ ...place, qualityCode: place.qualityCode }, rest)
const inEnterprise = (rest: string) => (place: Place) => enterprisePath(place.enterpriseNumber, rest)

// biome-ignore format: a table
const AREAS: readonly Area[] = [
  { key: 'nav.assistants', action: 'listUsers',        path: inEnterprise('assistants') },
  { key: 'nav.users',      action: 'listUsers',        path: inQuality('users') },
  { key: 'nav.reports',    action: 'seeConfiguration', path: inQuality('structured-reports'), also: 'term.structuredMessages' },
  { key: 'submissions.title', action: 'seeConfiguration', path: inQuality('submissions') },
  { key: 'checks.nav',     action: 'seeConfiguration', path: inQuality('test') },
  { key: 'nav.notices',    action: 'changeNotificationEmail', path: inEnterprise('notices') },
  { key: 'nav.audit',      action: 'readAudit',        path: inEnterprise('audit') },
]

/** Nobody sees nothing; a member the overview, the areas of the enterprise and quality that the page is about, and the own profile. */
export function navigation({ member, t, path, params, ground }: Visit): NavLink[] {
  if (!member || member.session.isLimited) return []
  const place = placeOf(params)
  const areas = AREAS.flatMap(({ key, action, path: pathOf, also }) => {
    const href = place && pathOf(place)
    return href && isOpen(member, action, place, ground.rules)
      ? [{ href, label: t(key), ...otherName(t, key, also) }]
      : []
  })
  const all = [
    { href: PLACES.overview as string, label: t('nav.overview') },
    ...areas,
    { href: PLACES.profile as string, label: t('nav.profile') },
  ]
  return all.map((link) => ({ ...link, isCurrent: isAt(path, link.href) }))
}

function otherName(t: Visit['t'], key: TextKey, also: TextKey | undefined): Pick<NavLink, 'also'> {
  return also === undefined || t(also) === t(key) ? {} : { also: t('nav.also', { name: t(also) }) }
}

function placeOf(params: unknown): Place | undefined {
  const { enterpriseNumber, qualityCode = null } = params as Partial<Record<string, string>>
  return enterpriseNumber === undefined ? undefined : { enterpriseNumber, qualityCode }
}

function isOpen({ actor, roles }: Member, action: Action, place: Place, rules: Visit['ground']['rules']): boolean {
  const question = { actor: { accountId: actor.accountId, roles }, action, place, isReading: true }
  return decide(question, rules).allowed
}

function isAt(path: string, href: string): boolean {
  return path === href || (href !== PLACES.overview && path.startsWith(`${href}/`))
}
