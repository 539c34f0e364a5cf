import { silentLog } from '../../src/base/log.ts'
import { refusal } from '../../src/base/refusal.ts'
import { no } from '../../src/base/result.ts'
import type { ReceiveAnswer } from '../../src/endpoints/services/desk.ts'
import { type ServiceProof, tokenHash } from '../../src/endpoints/services/proof.ts'
import type { ProofThrottle } from '../../src/endpoints/services/proof-throttle.ts'
import { createServicesEndpoint } from '../../src/endpoints/services/services-endpoint.ts'
import type { Deliveries } from '../../src/services/deliveries.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { type Answer, type Asked, ask } from '../endpoints/web/https-client.ts'

export const TOKENS = { DMFA: 'token-of-dmfa', DMPI: 'token-of-dmpi' } as const

/** For tests of other things: nobody waits. */
const NEVER: ProofThrottle = {
  look: async () => ({ seconds: 0, hasFailed: false }),
  count: async () => {},
  clear: async () => {},
}

const LIMITS = {
  ...{ httpBodyBytes: 65_536, httpHeaderSeconds: 10, httpRequestSeconds: 30, httpConnections: 50, idleSeconds: 30 },
  httpConnectionsPerAddress: 50,
}

export type ServicesApi = AsyncDisposable & {
  readonly port: number
  readonly url: string
  /** The listener's, as PEM. */
  readonly ca: string
  /** `path` is below the service; a body that is no text goes as JSON. */
  ask(
    path: string,
    content?: unknown,
    more?: Partial<Asked> & { service?: string; token?: string | null },
  ): Promise<Answer>
}

/** The API over real TLS, with the desk of these deliveries. */
export async function servicesApi(
  { desk }: Pick<Deliveries, 'desk'>,
  proofs: Readonly<Record<string, ServiceProof>> = tokensAlone(),
  receiveAnswer: ReceiveAnswer = async () => no(refusal('SLU-OPERATION', 'Not here.', 'Ask elsewhere.')),
  throttle: ProofThrottle = NEVER,
): Promise<ServicesApi> {
  const pair = await makeSelfSigned({
    ...{ commonName: '127.0.0.1', keyType: 'ec', days: 1, now: new Date(), alternativeNames: ['127.0.0.1'] },
  })
  const listener = createServicesEndpoint({
    ...{ host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog },
    tls: { key: pair.keyPem, cert: pair.certificatePem },
    ground: {
      ...{ desk, receiveAnswer, throttle, version: '1.2.3', log: silentLog, now: () => new Date() },
      proofOf: (service) => proofs[service] ?? null,
      health: async () => 'up',
    },
  })
  const { port } = await listener.listen()
  const ca = pair.certificatePem
  return {
    ...{ port, ca, url: `https://127.0.0.1:${port}` },
    ask(path, content, { service = 'DMFA', token = TOKENS.DMFA, headers = {}, ...more } = {}) {
      const json = { 'content-type': 'application/json' }
      const body = typeof content === 'string' || content === undefined ? content : JSON.stringify(content)
      return ask({
        ...{ port, ca, method: content === undefined ? 'GET' : 'POST', ...(body !== undefined && { body }) },
        path: `/REST/onlineServices/v1${service === '' ? '' : `/${service}`}${path}`,
        headers: {
          ...(body !== undefined && json),
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...more,
      })
    },
    [Symbol.asyncDispose]: () => listener.close(0),
  }
}

function tokensAlone(): Readonly<Record<string, ServiceProof>> {
  return {
    DMFA: { tokenHash: tokenHash(TOKENS.DMFA), certificate: null },
    DMPI: { tokenHash: tokenHash(TOKENS.DMPI), certificate: null },
    OPEN: { tokenHash: null, certificate: null },
  }
}
