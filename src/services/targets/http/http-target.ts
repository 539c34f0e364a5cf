/**
 * Hands over by a POST to the service, with a key that never changes. What came of it is read by `answer-classes`; where that is not
 * certain, the service is asked if it can be, or else gets the same request again.
 */
import type { HttpSettings } from '../../online-service.ts'
import type { Parcel, Target } from '../../target.ts'
import { type HttpOutcome, outcomeOf } from './answer-classes.ts'
import { outcomeOfAsking } from './ask-classes.ts'
import { type Connections, openConnections } from './connections.ts'
import { type Credentials, readCredentials } from './credentials.ts'
import { type Asked, exchange } from './exchange.ts'
import { formBodyOf } from './form-body.ts'
import type { Heard } from './heard.ts'
import { messageHeaders } from './message-headers.ts'

export type HttpTargetSettings = {
  readonly target: HttpSettings
  /** Hand-overs at the same time. */
  readonly concurrency: number
  readonly gatewayNumber: () => string
}

type Line = { readonly connections: Connections; readonly credentials: Credentials }

export function httpTarget({ target, concurrency, gatewayNumber }: HttpTargetSettings): Target {
  let line: Promise<Line> | null = null

  function open(): Promise<Line> {
    line ??= readCredentials(target).then((credentials) => ({
      credentials,
      connections: openConnections(credentials, concurrency),
    }))
    line.catch(() => {
      line = null // the next attempt reads again
    })
    return line
  }

  return {
    async handOver(parcel) {
      const opened = await open()
      const known = parcel.isDoubtful && target.askUrl !== '' ? await ask(opened, parcel, target) : 'absent'
      return known === 'absent' ? send(opened, parcel, target, gatewayNumber()) : known
    },
    close: () => void line?.then(({ connections }) => connections.close()).catch(() => {}),
  }
}

/** rule 19.6: nothing is sent again before the service has said that it is not there. */
async function ask(line: Line, parcel: Parcel, target: HttpSettings): Promise<HttpOutcome | 'absent'> {
  const url = addressOf(target.askUrl, parcel)
  const headers = { ...commonHeaders(line), 'Idempotency-Key': parcel.idempotencyKey }
  const heard = await twiceIfStale(line, { method: 'GET', url, headers }, target)
  return outcomeOfAsking(heard, parcel.idempotencyKey)
}

async function send(line: Line, parcel: Parcel, target: HttpSettings, gatewayNumber: string): Promise<HttpOutcome> {
  const { contentType, bytes, digest, body } = await formBodyOf(parcel)
  const headers = {
    ...commonHeaders(line),
    ...messageHeaders(parcel, gatewayNumber),
    'Content-Type': contentType,
    'Content-Length': bytes,
    // Nothing is encoded, so that content and representation are the same bytes.
    ...{ 'Content-Digest': digest, 'Repr-Digest': digest },
  }
  const asked: Asked = { method: 'POST', url: addressOf(target.url, parcel), headers, body }
  const heard =
    target.askUrl === '' ? await twiceIfStale(line, asked, target) : await exchange(line.connections, asked, target)
  return outcomeOf(heard, parcel.idempotencyKey, target.retryAfterSecondsMax)
}

/** A connection that was kept may be ended by the other side just when it is used: the same request goes once more, over another one. */
async function twiceIfStale({ connections }: Line, asked: Asked, target: HttpSettings): Promise<Heard> {
  const heard = await exchange(connections, asked, target)
  return heard.reached === 'cut' && heard.isReused ? exchange(connections, asked, target) : heard
}

function commonHeaders({ credentials: { token } }: Line): Readonly<Record<string, string>> {
  return {
    'User-Agent': 'Sluice',
    Accept: 'application/json, application/problem+json',
    ...(token !== null && { Authorization: `Bearer ${token}` }),
  }
}

function addressOf(template: string, { environment, idempotencyKey }: Parcel): URL {
  return new URL(template.replaceAll('{environment}', environment).replaceAll('{key}', idempotencyKey))
}
