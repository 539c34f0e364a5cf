/** The identity provider of operators, as it is configured; none is asked now. */
import { readFile } from 'node:fs/promises'
import { canonicalJson } from '../base/hashes.ts'
import type { Config } from '../config/schema.ts'
import { readSecret } from '../config/secret.ts'
import { PLACES } from '../console/places.ts'
import type { ProviderLink } from '../identity/oidc/settings.ts'
import { type ClaimRules, createOperatorProvider, type OperatorProvider } from '../identity/operators/by-oidc.ts'
import type { Ground } from './ground.ts'
import { orTold } from './or-told.ts'

type Wanted = { readonly link: ProviderLink; readonly claims: ClaimRules }

/** Made when it is first asked for, because the address to come back to is known only when the console listens; anew after a reload that changes it. */
export async function openOperatorProvider(
  { live, log, now }: Pick<Ground, 'live' | 'log' | 'now'>,
  publicUrl: () => string,
): Promise<() => OperatorProvider | null> {
  let wanted = await wantedIn(live.current())
  let made: OperatorProvider | null = null
  live.onReload(async (config) => {
    const next = await orTold(async () => ({ wanted: await wantedIn(config) }), log)
    if (!next || canonicalJson(next.wanted) === canonicalJson(wanted)) return
    wanted = next.wanted
    made = null
  })
  return () => {
    if (!wanted) return null
    const redirectUri = `${publicUrl()}${PLACES.oidcCallback}`
    made ??= createOperatorProvider(wanted.link, wanted.claims, { fetch, now, log, redirectUri })
    return made
  }
}

async function wantedIn({ operators }: Pick<Config, 'operators'>): Promise<Wanted | null> {
  const { issuer, clientId, secretFile, keyFile, scope, acrValues, ...claims } = operators.oidc
  if (issuer === '') return null
  const link = {
    ...({ name: 'operators', issuer, clientId, scope, acrValues, acrRequired: true, encryptionKeyPem: null } as const),
    clientSecret: secretFile === '' ? null : await readSecret(secretFile),
    keyPem: keyFile === '' ? null : await readFile(keyFile, 'utf8'),
  }
  return { link, claims }
}
