/** Signing in with a provider that tells the national number (spec access.md §8.2c, §8.3; rule 11.13). */
import { no, ok } from '../../base/result.ts'
import { parseSsin } from '../../batch/ssin.ts'
import type { VerifiedIdentity } from '../verified-identity.ts'
import { type ClaimsProvider, createClaimsProvider, type ProviderRules } from './claims-provider.ts'
import { OIDC_REFUSAL } from './refusals.ts'
import type { ProviderSettings } from './settings.ts'

export type { BeginOptions, OidcAttempt, ProviderRules } from './claims-provider.ts'
export type Provider = ClaimsProvider<VerifiedIdentity>

export function createProvider(settings: ProviderSettings, rules: ProviderRules): Provider {
  const { name, nationalNumberClaim, assurance } = settings
  return createClaimsProvider(settings, rules, async ({ issuer, subject, claim }) => {
    const number = await claim(nationalNumberClaim)
    const ssin = typeof number === 'string' ? parseSsin(number, rules.now()) : null
    if (!ssin?.ok) return no(OIDC_REFUSAL.noNumber)
    return ok({ issuer, subject, ssin: ssin.value, method: name, assurance })
  })
}
