import { createHash } from 'node:crypto'
import type { Now } from '../../base/clock.ts'
import { Unavailable } from '../../base/errors.ts'
import type { Connections } from '../../services/targets/http/connections.ts'
import { exchange } from '../../services/targets/http/exchange.ts'
import type { Answer } from '../../services/targets/http/heard.ts'
import type { Certificate } from '../../signing/certificate.ts'
import { checkToken } from '../../signing/timestamp/check-token.ts'
import { stampFaultText } from '../../signing/timestamp/stamp-fault.ts'
import { stampNonce, stampRequest } from '../../signing/timestamp/stamp-request.ts'
import { tokenOfResponse } from '../../signing/timestamp/stamp-response.ts'

export type StampAuthority = {
  readonly url: string
  readonly policy: string
  readonly seconds: number
  readonly bytes: number
  readonly toleranceSeconds: number
  /** The header that says who asks; null for nobody. */
  readonly authorization: string | null
  readonly connections: Connections
  readonly issuers: () => readonly Certificate[]
  readonly now: Now
}

const REPLY = /^application\/timestamp-reply\s*(?:;|$)/i
const OK = 200

/** rule 29.2: the token for a signature value, fetched and checked. Throws `Unavailable` when there is none that holds. */
export async function fetchToken(value: Buffer, authority: StampAuthority): Promise<Buffer> {
  const [imprint, nonce] = [createHash('sha256').update(value).digest(), stampNonce()]
  const { policy, toleranceSeconds, issuers, now } = authority
  const token = tokenOfResponse(await ask(stampRequest({ imprint, nonce, policy }), authority))
  const asked = { nonce, policy, now: now(), toleranceSeconds }
  const stamp = token.ok ? checkToken(token.value, { imprint, issuers: issuers(), asked }) : token
  if (!token.ok || !stamp.ok) throw noStamp(stamp.ok ? '' : stampFaultText(stamp.problem))
  return token.value
}

async function ask(body: Buffer, authority: StampAuthority): Promise<Buffer> {
  const { status, headers, body: answer } = await heardFrom(body, authority)
  if (status !== OK) throw noStamp(`the authority answered with status ${status}`)
  if (!REPLY.test(headers['content-type'] ?? '')) throw noStamp('the answer is no application/timestamp-reply')
  if (!answer) throw noStamp(`the answer breaks off, or is longer than ${authority.bytes} bytes`)
  return answer
}

/** A connection that was kept may be ended by the other side just when it is used: then once more, over another one. */
async function heardFrom(
  body: Buffer,
  { url, seconds, bytes, authorization, connections }: StampAuthority,
): Promise<Answer> {
  const headers = {
    ...{ 'Content-Type': 'application/timestamp-query', 'Content-Length': body.length },
    ...{ Accept: 'application/timestamp-reply', 'User-Agent': 'Sluice' },
    ...(authorization !== null && { Authorization: authorization }),
  }
  const limits = { connectSeconds: seconds, silenceSeconds: seconds, totalSeconds: seconds, answerBytes: bytes }
  const once = () => exchange(connections, { method: 'POST', url: new URL(url), headers, body }, limits)
  const first = await once()
  const heard = first.reached === 'cut' && first.isReused ? await once() : first
  if (heard.reached !== 'answered') throw noStamp(`the authority cannot be reached: ${heard.cause}`)
  return heard
}

function noStamp(why: string): Unavailable {
  return new Unavailable(`No time-stamp: ${why}.`)
}
