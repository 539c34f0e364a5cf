/** Who vouches for people: identity providers and the authorities of cards, as they are configured. None is asked now. */
import { readFile } from 'node:fs/promises'
import { createAskAuthorities } from '../authorities/ask-authorities.ts'
import { Misconfigured } from '../base/errors.ts'
import { canonicalJson } from '../base/hashes.ts'
import type { Config } from '../config/schema.ts'
import { readSecret } from '../config/secret.ts'
import { type EidRules, eidTrust } from '../identity/eid/eid-certificate.ts'
import { publicKeys } from '../identity/oidc/keys.ts'
import { createProvider, type Provider } from '../identity/oidc/provider.ts'
import type { ProviderSettings } from '../identity/oidc/settings.ts'
import { type EidGround, type IdentityGround, PROVIDERS, type ProviderName } from '../portal/identity-ground.ts'
import { PLACES } from '../portal/places.ts'
import { loadIssuers } from '../signing/issuers.ts'
import type { Ground } from './ground.ts'
import { orTold } from './or-told.ts'

const EID_ASSURANCE = 500

type Under = Pick<Ground, 'live' | 'log' | 'now'>

type Wanted = Readonly<Record<ProviderName, ProviderSettings | null>>

/**
 * Made when it is first asked for, because the address to come back to is known only when the portal listens. After a reload a provider whose
 * settings or keys differ is made anew; the others keep what they know.
 */
export async function openProviders(
  { live, log, now }: Under,
  publicUrl: () => string,
): Promise<Pick<IdentityGround, 'provider' | 'publicKeys'>> {
  let wanted = await wantedIn(live.current().signIn)
  const made = new Map<ProviderName, Provider>()
  live.onReload(async ({ signIn }) => {
    const next = await orTold(() => wantedIn(signIn), log)
    if (!next) return
    for (const name of PROVIDERS) if (canonicalJson(next[name]) !== canonicalJson(wanted[name])) made.delete(name)
    wanted = next
  })
  const provider = (name: ProviderName): Provider | null => {
    const settings = wanted[name]
    if (!settings) return null
    const redirectUri = `${publicUrl()}${PLACES.signIn}/${name}/callback`
    const known = made.get(name) ?? createProvider(settings, { fetch, now, log, redirectUri })
    made.set(name, known)
    return known
  }
  const publicKeysOf = async (name: ProviderName) => {
    const settings = wanted[name]
    return settings && publicKeys(settings)
  }
  return { provider, publicKeys: publicKeysOf }
}

/**
 * The authorities are read again after a reload; whether cards are taken at all is a matter of the start. Throws `Misconfigured` when cards
 * are taken and no root is there to believe; later such a folder changes nothing.
 */
export async function openEid({ live, log, now }: Under, entranceUrl: () => string): Promise<EidGround | null> {
  const { eid } = live.current().signIn
  if (!eid.enabled) return null
  let rules = await eidRulesOf(eid, { log, now })
  live.onReload(async ({ signIn }) => {
    rules = (await orTold(() => eidRulesOf(signIn.eid, { log, now }), log)) ?? rules
  })
  return { rules: () => rules, entranceUrl }
}

async function eidRulesOf(
  { issuers, revocation, fetchSeconds, fetchBytes }: Config['signIn']['eid'],
  { log, now }: Pick<Under, 'log' | 'now'>,
): Promise<EidRules> {
  const trust = eidTrust(await loadIssuers(issuers, 'signIn.eid.issuers'))
  if (trust.roots.length === 0) {
    const remedy = 'Put the root and the citizens’ authorities there, or set signIn.eid.enabled to false.'
    throw new Misconfigured('signIn.eid.issuers', `${issuers} holds no root certificate.`, remedy)
  }
  const asked = revocation === 'off' ? null : createAskAuthorities({ fetch, now, log, fetchSeconds, fetchBytes })
  return { ...trust, revocation: asked, assurance: EID_ASSURANCE, now }
}

async function wantedIn({ itsme, csam }: Config['signIn']): Promise<Wanted> {
  return { itsme: await settingsOf('itsme', itsme), csam: await settingsOf('fas', csam) }
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
