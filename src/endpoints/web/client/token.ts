/** The access token of a program: asked for when it is needed, and anew before it ends. */
import { Unavailable } from '../../../base/errors.ts'
import { type SigningKey, signAssertion } from './assertion.ts'
import type { Answered, Exchange } from './exchange.ts'
import { numberIn, readJson, textIn } from './json.ts'

export const TOKEN_PATH = '/REST/oauth/v5/token'

export type TokenWish = {
  readonly exchange: Exchange
  /** Of the gateway, without a slash at its end: the assertion is for no other. */
  readonly origin: string
  readonly clientId: string
  readonly key: SigningKey
}

export type TokenHolder = {
  /** Throws `Unavailable` when there is none to be had. */
  current(): Promise<string>
  /** The gateway does not take it any more. */
  forget(): void
}

/** A token is renewed when so much of its time is left: a request that is under way must not outlive it at its beginning. */
const MARGIN_SECONDS = 60
/** Of one that lives shorter than that, half of its time. */
const MARGIN_SHARE = 0.5

export function holdToken(wish: TokenWish, ticks: () => number = () => performance.now()): TokenHolder {
  let held: Promise<{ token: string; until: number }> | null = null
  return {
    async current() {
      if (held && (await held.catch(() => ({ until: 0 }))).until <= ticks()) held = null
      held ??= askForToken(wish, ticks)
      return (await held).token
    },
    forget() {
      held = null
    },
  }
}

async function askForToken({ exchange, origin, clientId, key }: TokenWish, ticks: () => number) {
  const audience = `${origin}${TOKEN_PATH}`
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signAssertion(key, { clientId, audience, now: new Date() }),
  })
  const bytes = Buffer.from(form.toString())
  const asked = ticks()
  const answer = await exchange.ask({
    ...{ method: 'POST', path: TOKEN_PATH, headers: { accept: 'application/json' } },
    body: { contentType: 'application/x-www-form-urlencoded', bytes: bytes.length, open: () => inOnePiece(bytes) },
  })
  const json = readJson(answer.body)
  const [token, seconds] = [textIn(json, 'access_token'), numberIn(json, 'expires_in')]
  if (answer.status !== 200 || token === null || seconds === null) throw new Unavailable(refusalOf(origin, answer))
  return { token, until: asked + (seconds - Math.min(MARGIN_SECONDS, seconds * MARGIN_SHARE)) * 1000 }
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The gateway has one answer for everything that may be wrong, so what can be looked at is named here. */
function refusalOf(origin: string, { status, body }: Answered): string {
  const json = readJson(body)
  const words = textIn(json, 'error_description') ?? textIn(json, 'detail') ?? textIn(json, 'error') ?? ''
  const look =
    status === 401
      ? ` Look at the client id, at the key (its certificate must be registered), at the clock of this machine, and whether the gateway calls itself ${origin}.`
      : ''
  return `The web service gives no token (${status}): ${words}${look}`
}
