import { z } from 'zod'
import { amount, bytes, choice, count, flag, folder, host, pemFile, port, secretFile, serverUrl } from './kinds.ts'

const KiB = 1024
const DAY_SECONDS = 86_400
const ANY_HTTP = ['https:', 'http:'] as const

/** One mapping for all kinds, so that an operator sees what belongs to which; `check-targets` refuses what belongs to another. */
export const target = z.strictObject({
  type: choice(['directory', 'http', 'worker'])
    .default('directory')
    .describe('How accepted declarations are handed over.'),
  path: folder
    .default('')
    .describe(
      'directory: folder that receives `<environment>/<ticket>/` for each declaration; empty: `services/<code>` in `spool.dir`.',
    ),
  url: serverUrl(ANY_HTTP, 'an https address such as https://dmfa.example/{environment}/declarations')
    .default('')
    .describe('http: where declarations are posted; `{environment}` stands for R, T or S.'),
  askUrl: serverUrl(ANY_HTTP, 'an https address such as https://dmfa.example/{environment}/declarations/{key}')
    .default('')
    .describe(
      'http: where the service tells whether it has a declaration; `{key}` stands for its idempotency key. Empty: whatever is in doubt is sent again.',
    ),
  plainHttp: flag
    .default(false)
    .describe('http: allows an address without TLS on another machine; on this one it always is.'),
  caFile: pemFile
    .default('')
    .describe('http: authorities of the certificate of the service, as PEM; empty: the usual ones.'),
  certificateFile: pemFile.default('').describe('http: certificate that we show to the service, as PEM; empty: none.'),
  keyFile: secretFile.default('').describe('http: its private key, as PEM.'),
  tokenFile: secretFile.default('').describe('http: file with the bearer token for the service; empty: none.'),
  connectSeconds: amount({ min: 0.05, max: 600 }).default(10).describe('http: seconds for a connection, TLS included.'),
  silenceSeconds: amount({ min: 0.05, max: 3600 })
    .default(30)
    .describe('http: seconds without a byte from either side after which a hand-over is broken off.'),
  totalSeconds: amount({ min: 0.05, max: DAY_SECONDS }).default(300).describe('http: seconds for a whole hand-over.'),
  answerBytes: bytes({ min: 256, max: 16 * KiB * KiB })
    .default(64 * KiB)
    .describe('http: longest answer that is read.'),
  retryAfterSecondsMax: amount({ min: 0, max: DAY_SECONDS })
    .default(3600)
    .describe('http: longest wait that the service may ask for (Retry-After), in seconds.'),
  queue: flag
    .default(true)
    .describe(
      'worker: whether a job for each declaration is put into the queue of the service; if not, its workers ask for the next one by API alone.',
    ),
})

export const breaker = z.strictObject({
  failures: count({ min: 1, max: 100_000 })
    .default(5)
    .describe('Failures in a row after which the service is left alone in that environment.'),
  firstSeconds: amount({ min: 0.01, max: DAY_SECONDS })
    .default(10)
    .describe('Seconds until one hand-over tries again; doubled after every vain try.'),
  lastSeconds: amount({ min: 0.01, max: DAY_SECONDS })
    .default(300)
    .describe('The longest pause between two tries, in seconds; also caps the first.'),
})

/** What a service shows when it asks the API for services. */
export const serviceProof = {
  tokenFile: secretFile
    .default('')
    .describe('File with the bearer token by which the service signs in to the API for services; empty: none.'),
  clientCertificateFile: pemFile
    .default('')
    .describe('The certificate by which the service signs in to that API, as PEM; empty: none.'),
}

export const onlineServices = z.strictObject({
  host: host.default('0.0.0.0').describe('Address on which the API for online services listens.'),
  port: port.nullable().default(null).describe('Port of the API for online services (HTTPS); left out: it is off.'),
})
