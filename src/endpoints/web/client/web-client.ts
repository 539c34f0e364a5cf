/** A sender's program for the web service, for `sluice send`, the demo and the benchmark. */
import { Unavailable } from '../../../base/errors.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { ServerTrust } from '../../files/server-trust.ts'
import { faultIn, messagesIn, type SentTransfer, transferIn, type WebFault, type WebMessage } from './answers.ts'
import type { SigningKey } from './assertion.ts'
import { openExchange } from './exchange.ts'
import { type FilePart, multipart } from './multipart.ts'
import { openSession } from './session.ts'
import { holdToken, withoutToken } from './token.ts'

export { readSigningKey } from './assertion.ts'

export type WebClientOptions = {
  /** Address under which the gateway calls itself, without a path: the proof of who we are is for no other. */
  readonly url: URL
  readonly clientId: string
  readonly key: SigningKey
  readonly trust: ServerTrust
}

export type WebPart = Omit<FilePart, 'name'> & {
  readonly name: 'declaration' | 'signature'
  /** Lower-case hex. */
  readonly sha256: string
}

export type WebSet = {
  /** The name of the GO without its mark. */
  readonly setName: string
  /** False leaves the set open, for another request or another channel. */
  readonly go: boolean
  readonly parts: readonly WebPart[]
}

/** Every method throws `Unavailable` when the gateway cannot be asked, tried again or not. */
export type WebClient = AsyncDisposable & {
  /** Ok once the gateway is answerable for the parts. `onProgress` gets the bytes taken so far, from the beginning again after a break. */
  send(set: WebSet, onProgress?: (bytesTaken: number) => void): Promise<Result<SentTransfer, WebFault>>
  /** The latest first. */
  messages(of: { readonly transferId: string }): Promise<Result<readonly WebMessage[], WebFault>>
  read(messageId: string, what: 'content' | 'signature'): Promise<Result<Buffer, WebFault>>
  confirm(messageId: string): Promise<Result<void, WebFault>>
}

const API_PATH = '/REST/structuredReports/v1'

/** Throws `Unavailable` when the host does not answer, is not to be trusted, or gives no token. */
export async function connectWeb({ url, clientId, key, trust }: WebClientOptions): Promise<WebClient> {
  const exchange = openExchange({ url, trust })
  const tokens = holdToken({ exchange, origin: url.origin, clientId, key })
  try {
    const token = await tokens.current()
    if (!token.ok) throw new Unavailable(withoutToken(url.origin, token.problem))
  } catch (error) {
    exchange[Symbol.dispose]()
    throw error
  }
  const session = openSession(exchange, tokens)
  const ask = (method: 'GET' | 'PUT', path: string, accept = 'application/json') =>
    session.ask({ method, path: `${API_PATH}${path}`, headers: { accept } })
  return {
    async send({ setName, go, parts }, onProgress = () => {}) {
      const digests = Object.fromEntries(parts.map(({ fileName, sha256 }) => [fileName, sha256]))
      const body = multipart({ name: 'metadata', json: { setName, go, digests } }, parts, onProgress)
      return transferIn(await session.ask({ method: 'POST', path: `${API_PATH}/transfers`, body }))
    },
    messages: async ({ transferId }) =>
      messagesIn(await ask('GET', `/messages?transferId=${encodeURIComponent(transferId)}`)),
    async read(messageId, what) {
      const answer = await ask('GET', `${pathOf(messageId)}/${what}`, '*/*')
      return answer.status === 200 ? ok(answer.body) : no(faultIn(answer))
    },
    async confirm(messageId) {
      const answer = await ask('PUT', `${pathOf(messageId)}/retrieval`)
      return answer.status === 204 ? ok(undefined) : no(faultIn(answer))
    },
    [Symbol.asyncDispose]: async () => exchange[Symbol.dispose](),
  }
}

function pathOf(messageId: string): string {
  return `/messages/${encodeURIComponent(messageId)}`
}
