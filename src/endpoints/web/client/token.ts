/** The access token of a program: asked for when it is needed, and anew before it ends. */
import { no, ok, type Result } from '../../../base/result.ts'
import { faultIn } from './answers.ts'
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
  /** The problem is the gateway's answer that brought none. Throws `Unavailable` when there is no answer. */
  current(): Promise<Result<string, Answered>>
  /** The gateway does not take it any more. */
  forget(): void
}

/** A token is renewed when so much of its time is left: a request that is under way must not outlive it at its beginning. */
const MARGIN_SECONDS = 60
/** Of one that lives shorter than that, half of its time. */
const MARGIN_SHARE = 0.5

export function holdToken(wish: TokenWish, ticks: () => number = () => performance.now()): TokenHolder {
  let held: Promise<Held> | null = null
  return {
    async current() {
      if (held && !isGood(await held.catch(() => null), ticks())) held = null
      held ??= askForToken(wish, ticks)
      const { token } = await held
      return token
    },
    forget() {
      held = null
    },
  }
}

type Held = { readonly token: Result<string, Answered>; readonly until: number }

function isGood(held: Held | null, now: number): boolean {
  return held?.token.ok === true && now < held.until
}

async function askForToken({ exchange, origin, clientId, key }: TokenWish, ticks: () => number): Promise<Held> {
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
  if (answer.status !== 200 || token === null || seconds === null) return { token: no(answer), until: 0 }
  const margin = Math.min(MARGIN_SECONDS, seconds * MARGIN_SHARE)
  return { token: ok(token), until: asked + (seconds - margin) * 1000 }
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The gateway has one answer for everything that may be wrong, so what can be looked at is named here. */
export function withoutToken(origin: string, answer: Answered): string {
  const { status, message } = faultIn(answer)
  const look =
    status === 401
      ? ` Look at the client id, at the key (its certificate must be registered), at the clock of this machine, and whether the gateway calls itself ${origin}.`
      : ''
  return `The web service gives no token (${status}): ${message}${look}`
}
