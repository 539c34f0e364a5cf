/** Says on every page which enterprise and which quality it is about (case R16). */
import type { Crumb } from '../../http/components/shell.tsx'
import { enterpriseRecord } from '../../registry/enterprise-record.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { enterprisePath, qualityPath } from '../places.ts'

type Scope = { readonly enterpriseNumber: string; readonly qualityCode?: string }

/** `0206731645` as people write it: `0206.731.645`. */
export function shownNumber(enterpriseNumber: string): string {
  return enterpriseNumber.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1.$2.$3')
}

/** From the enterprise down to the page; `between` are pages above it. */
export async function crumbsOf(
  { ground, language }: Pick<Ask, 'ground' | 'language'>,
  { enterpriseNumber, qualityCode }: Scope,
  page: string,
  between: readonly Crumb[] = [],
): Promise<Crumb[]> {
  const enterprise = await enterpriseRecord(ground.database.queries, enterpriseNumber)
  const label = `${enterprise?.legalName ?? ''}, ${shownNumber(enterpriseNumber)}`
  const quality = qualityCode === undefined ? [] : [qualityCrumb({ enterpriseNumber, qualityCode })]
  return [{ label, href: enterprisePath(enterpriseNumber) }, ...quality, ...between, { label: page }]

  function qualityCrumb(place: { readonly enterpriseNumber: string; readonly qualityCode: string }): Crumb {
    return { label: labelOf(ground.access().qualities, place.qualityCode, language), href: qualityPath(place, 'users') }
  }
}
