import type { Choice } from '../../../http/components/choice-field.tsx'
import { labelOf } from '../../access-ground.ts'
import type { Ask } from '../../ask.ts'

/** The online services that may be granted in this quality, and those that a user has from before. */
export function grantChoices(
  { ground, language }: Pick<Ask, 'ground' | 'language'>,
  qualityCode: string,
  granted: readonly string[],
): Choice[] {
  const { services, qualities } = ground.access()
  const allowed = qualities.find(({ code }) => code === qualityCode)?.services ?? []
  const codes = services.map(({ code }) => code).filter((code) => allowed.length === 0 || allowed.includes(code))
  return [...new Set([...codes, ...granted])].sort().map((value) => {
    const label = labelOf(services, value, language)
    return { value, label: label === value ? value : `${value} · ${label}` }
  })
}
