/** Our own keys towards a provider: the one that proves us and the one to which it encrypts (spec access.md §8.3). */
import { createPrivateKey, createPublicKey, type KeyObject, webcrypto } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import { Misconfigured } from '../../base/errors.ts'
import type { ProviderLink } from './settings.ts'

export type OwnKey = { readonly key: webcrypto.CryptoKey; readonly kid: string }

type Use = 'sign' | 'decrypt'

const SIGNING_ALGORITHM = 'RS256'
const ENCRYPTION_ALGORITHM = 'RSA-OAEP-256'
const BITS_MIN = 2048
const SECTION: Readonly<Record<ProviderLink['name'], string>> = {
  itsme: 'signIn.itsme',
  fas: 'signIn.csam',
  operators: 'operators.oidc',
}

const IMPORT = {
  sign: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  decrypt: { name: 'RSA-OAEP', hash: 'SHA-256' },
} as const

/** Throws `Misconfigured` when the file holds something else than a private RSA key of 2048 bits or more. */
export async function ownKey(pem: string, use: Use, provider: ProviderLink['name']): Promise<OwnKey> {
  const key = privateKey(pem, use, provider)
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const imported = await webcrypto.subtle.importKey('pkcs8', der, IMPORT[use], false, [use])
  return { key: imported, kid: await calculateJwkThumbprint(await publicJwk(key)) }
}

/** The JWKS that the portal publishes, so that the provider knows our keys; empty where a secret does. Throws `Misconfigured`. */
export async function publicKeys(settings: ProviderLink): Promise<{ readonly keys: readonly JWK[] }> {
  const { keyPem, encryptionKeyPem, name } = settings
  const signing = keyPem ? [published(privateKey(keyPem, 'sign', name), 'sig', SIGNING_ALGORITHM)] : []
  const encryption = encryptionKeyPem
    ? [published(privateKey(encryptionKeyPem, 'decrypt', name), 'enc', ENCRYPTION_ALGORITHM)]
    : []
  return { keys: await Promise.all([...signing, ...encryption]) }
}

async function published(key: KeyObject, use: 'sig' | 'enc', alg: string): Promise<JWK> {
  const jwk = await publicJwk(key)
  return { ...jwk, use, alg, kid: await calculateJwkThumbprint(jwk) }
}

function publicJwk(key: KeyObject): Promise<JWK> {
  return exportJWK(createPublicKey(key))
}

function privateKey(pem: string, use: Use, provider: ProviderLink['name']): KeyObject {
  const setting = `${SECTION[provider]}.${use === 'sign' ? 'keyFile' : 'encryptionKeyFile'}`
  const wrong = (): Misconfigured =>
    new Misconfigured(setting, 'holds no private RSA key of 2048 bits or more.', 'Make one: openssl genrsa 3072')
  const key = parsed(pem, wrong)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < BITS_MIN) throw wrong()
  return key
}

/** The words of the library may repeat a part of the file: they are left out. */
function parsed(pem: string, wrong: () => Misconfigured): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw wrong()
  }
}
