/** The keys of access tokens as this process knows them: asked again now and then, so that one that another process made is known in time. */
import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { currentTokenKeys } from '../../../registry/token-keys.ts'
import type { WebGround } from '../ground.ts'

export type KnownKeys = {
  readonly signing: { readonly kid: string; readonly key: KeyObject }
  readonly published: readonly { readonly kid: string; readonly key: KeyObject; readonly publicJwk: JsonWebKey }[]
}

const REFRESH_MS = 30_000
/** For a key that is not known yet: so often at most, whatever strangers make up. */
const HURRIED_REFRESH_MS = 1000
/** Beyond the life of a token: clocks that differ, and a process that signs with the former key until it asks again. */
const PUBLISHED_LONGER_SECONDS = 300

type Known = { readonly keys: Promise<KnownKeys>; readonly at: number }

const KNOWN = new WeakMap<WebGround, Known>()

/** `isHurried`: a key is missing that may have been made just now. Throws `Unavailable` when there are none and the database is away. */
export async function tokenKeysOf(ground: WebGround, isHurried = false): Promise<KnownKeys> {
  const known = KNOWN.get(ground)
  const now = ground.ticks()
  if (known && now - known.at < (isHurried ? HURRIED_REFRESH_MS : REFRESH_MS)) return await known.keys
  const keys = readKeys(ground)
  KNOWN.set(ground, { keys, at: now })
  try {
    return await keys
  } catch (error) {
    KNOWN.delete(ground)
    throw error
  }
}

async function readKeys({ database, box, settings }: WebGround): Promise<KnownKeys> {
  const { tokenKeyDays: days, tokenSeconds } = settings.web
  const rules = { days, publishedSeconds: tokenSeconds + PUBLISHED_LONGER_SECONDS }
  const { signing, published } = await currentTokenKeys(database, box, rules)
  return {
    signing: { kid: signing.kid, key: createPrivateKey({ key: signing.privateJwk, format: 'jwk' }) },
    published: published.map(({ kid, publicJwk }) => ({
      ...{ kid, publicJwk },
      key: createPublicKey({ key: publicJwk, format: 'jwk' }),
    })),
  }
}
