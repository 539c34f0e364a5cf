import { ButtonLink } from '../../http/components/buttons.tsx'
import { withQuery } from '../../http/keyset.ts'
import type { Visit } from '../ask.ts'
import { PROVIDERS, type ProviderName } from '../identity-ground.ts'
import { PLACES } from '../places.ts'

/** The ways that are open here, as links; nothing when there are none. `isAgain`: to prove it once more. */
export function Ways({ visit, isAgain = false }: { readonly visit: Visit; readonly isAgain?: boolean }) {
  const { t, ground, query } = visit
  const { provider, eid } = ground.identity
  const ways = [
    ...(eid
      ? ([
          [PLACES.webEid, t('signIn.byWebEid')],
          [PLACES.eid, t('signIn.byCard')],
        ] as const)
      : []),
    ...PROVIDERS.filter(provider).map((name) => [providerPath(name), t(NAMES[name])] as const),
  ]
  if (ways.length === 0) return null
  const asked = { returnTo: query.get('returnTo') ?? undefined, again: isAgain ? '1' : undefined }
  return (
    <ul class="ways">
      {ways.map(([place, label]) => (
        <li key={place}>
          <ButtonLink href={withQuery(place, asked)}>{label}</ButtonLink>
        </li>
      ))}
    </ul>
  )
}

const NAMES = { itsme: 'signIn.itsme', csam: 'signIn.csam' } as const

/** Where the way to a provider begins. */
export function providerPath<Name extends ProviderName>(name: Name): `/sign-in/${Name}` {
  return `${PLACES.signIn}/${name}`
}
