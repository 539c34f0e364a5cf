/** Who vouches for people: identity providers and the authorities of cards, as they were configured at the start. None is asked now. */
import { readFile } from 'node:fs/promises'
import { Misconfigured } from '../base/errors.ts'
import type { Config } from '../config/schema.ts'
import { readSecret } from '../config/secret.ts'
import { eidTrust } from '../identity/eid/eid-certificate.ts'
import { createRevocation } from '../identity/eid/revocation.ts'
import { publicKeys } from '../identity/oidc/keys.ts'
import { createProvider, type Provider } from '../identity/oidc/provider.ts'
import type { ProviderSettings } from '../identity/oidc/settings.ts'
import type { EidGround, IdentityGround, ProviderName } from '../portal/identity-ground.ts'
import { PLACES } from '../portal/places.ts'
import { loadIssuers } from '../signing/issuers.ts'
import type { Ground } from './ground.ts'

const EID_ASSURANCE = 500

type Under = Pick<Ground, 'live' | 'log' | 'now'>

/** Made when it is first asked for, because the address to come back to is known only when the portal listens. */
export async function openProviders(
  { live, log, now }: Under,
  publicUrl: () => string,
): Promise<Pick<IdentityGround, 'provider' | 'publicKeys'>> {
  const { itsme, csam } = live.current().signIn
  const settings = { itsme: await settingsOf('itsme', itsme), csam: await settingsOf('fas', csam) }
  const made = new Map<ProviderName, Provider>()
  const provider = (name: ProviderName): Provider | null => {
    const wanted = settings[name]
    if (!wanted) return null
    const redirectUri = `${publicUrl()}${PLACES.signIn}/${name}/callback`
    const known = made.get(name) ?? createProvider(wanted, { fetch, now, log, redirectUri })
    made.set(name, known)
    return known
  }
  const publicKeysOf = async (name: ProviderName) => {
    const wanted = settings[name]
    return wanted && publicKeys(wanted)
  }
  return { provider, publicKeys: publicKeysOf }
}

/** Throws `Misconfigured` when cards are taken and no root is there to believe. */
export async function openEid({ live, log, now }: Under, entranceUrl: () => string): Promise<EidGround | null> {
  const { enabled, issuers, revocation, fetchSeconds, fetchBytes } = live.current().signIn.eid
  if (!enabled) return null
  const trust = eidTrust(await loadIssuers(issuers, 'signIn.eid.issuers'))
  if (trust.roots.length === 0) {
    const remedy = 'Put the root and the citizens’ authorities there, or set signIn.eid.enabled to false.'
    throw new Misconfigured('signIn.eid.issuers', `${issuers} holds no root certificate.`, remedy)
  }
  const asked = revocation === 'off' ? null : createRevocation({ fetch, now, log, fetchSeconds, fetchBytes })
  const rules = { ...trust, revocation: asked, assurance: EID_ASSURANCE, now }
  return { rules: () => rules, entranceUrl }
}

async function settingsOf(
  name: ProviderSettings['name'],
  provider: Config['signIn']['itsme'],
): Promise<ProviderSettings | null> {
  const { issuer, clientId, secretFile, keyFile, encryptionKeyFile, ...rest } = provider
  if (issuer === '') return null
  return {
    ...{ name, issuer, clientId },
    clientSecret: secretFile === '' ? null : await readSecret(secretFile),
    keyPem: keyFile === '' ? null : await readFile(keyFile, 'utf8'),
    encryptionKeyPem: encryptionKeyFile === '' ? null : await readFile(encryptionKeyFile, 'utf8'),
    ...rest,
  }
}
