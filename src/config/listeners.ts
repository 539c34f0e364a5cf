import { z } from 'zod'
import { history } from './history.ts'
import {
  address,
  addressRange,
  amount,
  bytes,
  choice,
  count,
  flag,
  headerName,
  host,
  port,
  portRange,
  publicHost,
  publicPort,
  serverUrl,
} from './kinds.ts'

const EVERYWHERE = '0.0.0.0'
const KiB = 1024

export const sftp = z.strictObject({
  host: host.default(EVERYWHERE).describe('Address on which SFTP listens.'),
  port: port.default(8022).describe('Port of SFTP.'),
  publicHost: publicHost
    .default('')
    .describe('Host under which senders know SFTP, as the portal tells it; empty: `host`, or that of the portal.'),
  publicPort: publicPort
    .nullable()
    .default(null)
    .describe('Port under which senders know SFTP, as the portal tells it; left out: `port`.'),
  ecdsa: flag.default(false).describe('Offers an ECDSA host key and the NIST curves, for old clients.'),
})

export const ftp = z.strictObject({
  host: host.default(EVERYWHERE).describe('Address on which FTP listens.'),
  port: port.default(8021).describe('Port of FTP; TLS begins on request (AUTH TLS).'),
  implicitPort: port
    .nullable()
    .default(null)
    .describe('Port where TLS begins at once, for old clients; left out: none.'),
  publicHost: publicHost
    .default('')
    .describe('Host under which senders know FTP, as the portal tells it; empty: `host`, or that of the portal.'),
  publicPort: publicPort
    .nullable()
    .default(null)
    .describe('Port under which senders know FTP, as the portal tells it; left out: `port`.'),
  publicImplicitPort: publicPort
    .nullable()
    .default(null)
    .describe('The same for the port where TLS begins at once; left out: `implicitPort`.'),
  passivePorts: portRange.default({ first: 8100, last: 8199 }).describe('Ports for passive connections.'),
  passiveAddress: address
    .default('')
    .describe('Address told for passive connections to clients of no configured network; empty: the one they reached.'),
  tls: choice(['required', 'optional'])
    .default('required')
    .describe('Whether FTP clients must use TLS; networks can allow plain FTP one by one.'),
  sessionReuse: choice(['required', 'optional'])
    .default('required')
    .describe(
      'Whether a data connection must resume the TLS session of its control connection, which proves that both are of one client.',
    ),
  closeNotify: choice(['required', 'optional'])
    .default('required')
    .describe(
      'Whether a client must announce the end of an upload over TLS; if not, one of the size that ALLO announced is taken.',
    ),
  clientCertificate: choice(['ignored', 'checked', 'required'])
    .default('ignored')
    .describe(
      'Whether a certificate that a client shows must be registered for its sender (checked), and must be shown (required).',
    ),
})

export const web = z.strictObject({
  host: host.default(EVERYWHERE).describe('Address on which the web service listens.'),
  port: port.default(8443).describe('Port of the web service (HTTPS).'),
  publicUrl: serverUrl(['https:'], 'an https address such as https://gateway.example')
    .default('')
    .describe('Address under which clients know the web service; empty: `https://<host>:<port>`.'),
  acceptedAudiences: z
    .array(serverUrl(['https:'], 'an https address such as https://gateway.example').min(1))
    .max(20)
    .default([])
    .describe('Further audiences accepted in client assertions, besides the token address itself.'),
  algorithms: z
    .array(choice(['RS256', 'ES256', 'PS256']))
    .min(1)
    .max(3)
    .default(['RS256', 'ES256', 'PS256'])
    .describe('Signature algorithms accepted in client assertions, each with keys of its own type only.'),
  assertionBytes: bytes({ min: KiB, max: 64 * KiB })
    .default(16 * KiB)
    .describe('Longest client assertion.'),
  maxAssertionSeconds: count({ min: 60, max: 7200 })
    .default(600)
    .describe('Longest life of a client assertion, in seconds; 5400 accepts older clients.'),
  clockSkewSeconds: count({ min: 0, max: 300 })
    .default(60)
    .describe('Seconds by which the clock of a client may differ from ours.'),
  tokenSeconds: count({ min: 10, max: 3600 }).default(900).describe('Seconds for which an access token is good.'),
  tokenKeyDays: amount({ min: 0.01, max: 366 })
    .default(90)
    .describe('Days after which access tokens are signed with a new key.'),
  requireMutualTls: z
    .array(choice(['R', 'T', 'S']))
    .max(3)
    .default([])
    .describe('Environments whose sets are taken only over TLS with a registered certificate of the client.'),
  trustedProxies: z
    .array(addressRange)
    .max(100)
    .default([])
    .describe('Addresses of proxies that are believed when they tell the address and certificate of a client.'),
  clientCertificateHeader: headerName
    .default('')
    .describe('Header in which those proxies tell the certificate of a client; empty: none.'),
})

export const portal = z.strictObject({
  host: host.default(EVERYWHERE).describe('Address on which the portal listens.'),
  port: port.default(8444).describe('Port of the portal (HTTPS).'),
  publicUrl: serverUrl(['https:'], 'an https address such as https://portal.example')
    .default('')
    .describe('Address under which people know the portal; empty: `https://<host>:<port>`.'),
  eid: z
    .strictObject({
      host: host.default(EVERYWHERE).describe('Address of the listener that asks for an eID certificate.'),
      port: port.default(8445).describe('Port of the listener that asks for an eID certificate (HTTPS).'),
      publicUrl: serverUrl(['https:'], 'an https address such as https://eid.portal.example')
        .default('')
        .describe('Address under which browsers reach that listener; empty: `https://<host>:<port>`.'),
    })
    .prefault({})
    .describe('Sign-in with an eID card needs a listener of its own.'),
})

export const consoleListener = z.strictObject({
  host: host.default('127.0.0.1').describe('Address on which the console listens; keep it inside.'),
  port: port.default(8080).describe('Port of the console.'),
  tls: choice(['auto', 'always'])
    .default('auto')
    .describe('Whether the console speaks TLS: `auto` on every address but loopback, or always.'),
  publicUrl: serverUrl(['https:', 'http:'], 'an address such as https://console.example')
    .default('')
    .describe(
      'Address under which operators know the console, such as that of a proxy in front of it; empty: host and port. Other names are refused, loopback and the address that was reached excepted.',
    ),
  ...history,
})
