/** A sender's programs on the web service. */
import { readFile } from 'node:fs/promises'
import type { SigningKey } from '../../src/endpoints/web/client/assertion.ts'
import { type Exchange, openExchange } from '../../src/endpoints/web/client/exchange.ts'
import { holdToken, type TokenHolder } from '../../src/endpoints/web/client/token.ts'
import { connectWeb, type WebClient } from '../../src/endpoints/web/client/web-client.ts'

export type WebAccount = {
  readonly url: URL
  readonly clientId: string
  readonly key: SigningKey
  /** Files of the gateway's own TLS pair: a peer is compared under the same. */
  readonly keyFile: string
  readonly certificateFile: string
}

export const API_PATH = '/REST/structuredReports/v1'

/** As many connections as requests are under way, kept alive. */
export async function openWebExchange({ url, certificateFile }: WebAccount): Promise<Exchange> {
  return openExchange({ url, trust: { authorities: await readFile(certificateFile, 'latin1') } })
}

export async function openWebClient(account: WebAccount): Promise<WebClient> {
  return await connectWeb({ ...account, trust: { authorities: await readFile(account.certificateFile, 'latin1') } })
}

export function tokensOf(account: WebAccount, exchange: Exchange): TokenHolder {
  return holdToken({ ...account, exchange, origin: account.url.origin })
}

/** So many workers take the next piece as soon as they are free; resolves when all are done. */
export async function inParallel<Piece>(
  pieces: readonly Piece[],
  workers: number,
  work: (piece: Piece) => Promise<void>,
): Promise<void> {
  const rest = [...pieces].reverse()
  const workOn = async (): Promise<void> => {
    for (let piece = rest.pop(); piece !== undefined; piece = rest.pop()) await work(piece)
  }
  await Promise.all(Array.from({ length: workers }, workOn))
}
