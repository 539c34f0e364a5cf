/** Everything an operator can set: type, bounds, default and one sentence each. The one place where a setting is declared. */

import { z } from 'zod'
import { access } from './access.ts'
import { acknowledgement } from './acknowledgement.ts'
import { alarms } from './alarms.ts'
import { answers, simulator } from './answers.ts'
import { amount, bytes, choice, count, flag, folder, secretFile, serverUrl, sixDigits, text } from './kinds.ts'
import { limits } from './limits.ts'
import { consoleListener, ftp, portal, sftp, web } from './listeners.ts'
import { messages } from './messages.ts'
import { networks } from './networks.ts'
import { operators } from './operators.ts'
import { qualities } from './qualities.ts'
import { retention, selfTest } from './retention.ts'
import { services } from './services.ts'
import { signIn } from './sign-in.ts'
import { onlineServices } from './targets.ts'
import { watchedFolders } from './watched-folders.ts'

const MiB = 1024 * 1024

const configuration = z.strictObject({
  watch: flag
    .default(true)
    .describe(
      'Read the file again when it changed, as SIGHUP does; a bad file changes nothing and is told in the log.',
    ),
})

const spool = z.strictObject({
  dir: folder.min(1).default('spool').describe('Folder of received files, answers and the embedded database.'),
  auditDir: folder
    .default('')
    .describe(
      'Folder of the copy of the audit, which tells after a restore what was changed since the backup; best on another disk or machine than the database; empty: `audit` in `spool.dir`.',
    ),
})

const certs = z.strictObject({
  dir: folder
    .min(1)
    .default('certs')
    .describe('Folder of the SSH host keys, the TLS pair, the answer key and accepted issuers.'),
  allowExpired: flag
    .default(false)
    .describe('Start with an expired TLS or answer certificate and warn, instead of refusing.'),
})

const database = z.strictObject({
  url: serverUrl(['postgres:', 'postgresql:'], 'an address such as postgresql://sluice@db.example/sluice')
    .default('')
    .describe('Address of a PostgreSQL 15 or newer, without password; empty: the embedded server.'),
  passwordFile: secretFile.default('').describe('File with the password of the database user; empty: none.'),
  connections: count({ min: 2, max: 1000 })
    .default(20)
    .describe('Most connections to the database for the gateway itself, without the queues.'),
})

const queues = z.strictObject({
  url: serverUrl(['redis:', 'rediss:'], 'an address such as redis://queues.example:6379')
    .default('')
    .describe('Address of a Redis or Valkey, without password; empty: queues live in the database.'),
  passwordFile: secretFile.default('').describe('File with the password of the queue server; empty: none.'),
})

const names = z.strictObject({
  reuse: choice(['afterRejection', 'never'])
    .default('afterRejection')
    .describe('Whether the name of a rejected set may be used again.'),
  temporary: z
    .array(text('a leading dot (.*) or a suffix such as .part', /^(\.\*|\.[A-Za-z0-9_-]{1,32})$/))
    .max(50)
    .default(['.*', '.filepart', '.part', '.partial', '.tmp', '.duckpart'])
    .describe('Names that clients use while they upload: suffixes, and `.*` for names with a leading dot.'),
  gatewayNumber: sixDigits.default('999999').describe('Sender number of the gateway in the names of its answers.'),
})

const signature = z.strictObject({
  requiredIn: z
    .array(choice(['R', 'T', 'S']))
    .max(3)
    .default(['R', 'T'])
    .describe('Environments in which a set needs signature files.'),
  acceptedIssuers: folder
    .default('')
    .describe('Folder of certificates whose holders may issue senders’ certificates; empty: `issuers` in `certs.dir`.'),
  forbiddenOn: z
    .array(choice(['sftp', 'ftp', 'web']))
    .max(3)
    .default([])
    .describe('Channels that carry a signature of their own, so that no signature file may come over them.'),
  allowSelfSigned: flag.default(false).describe('Senders may register self-signed certificates.'),
  revocation: choice(['required', 'ifKnown', 'off'])
    .default('required')
    .describe(
      'What the authorities of a signer are asked for: `required` lets a set wait until they say whether the certificate still holds, `ifKnown` rejects only what is known to be revoked, `off` asks nobody. A certificate that names no OCSP responder and no revocation list counts in any case.',
    ),
  recheckHours: amount({ min: 0.05, max: 8784 })
    .default(24)
    .describe(
      'Hours for which such an answer may be relied on; every registered certificate is asked about twice as often.',
    ),
  fetchSeconds: amount({ min: 0.1, max: 60 }).default(5).describe('Seconds for the answer of a revocation service.'),
  fetchBytes: count({ min: 1024, max: 100_000_000 }).default(20_000_000).describe('Largest revocation list, in bytes.'),
})

export const configSchema = z.strictObject({
  mode: choice(['trial', 'production'])
    .default('trial')
    .describe('In trial, missing keys are made at the first start; production refuses to start without them.'),
  config: configuration.prefault({}).describe('This configuration itself.'),
  spool: spool.prefault({}).describe('Where everything received is kept.'),
  certs: certs.prefault({}).describe('Keys and certificates of the gateway.'),
  database: database.prefault({}).describe('PostgreSQL.'),
  queues: queues.prefault({}).describe('The queues of the online services.'),
  sftp: sftp.prefault({}).describe('The SFTP endpoint.'),
  ftp: ftp.prefault({}).describe('The FTP and FTPS endpoint.'),
  web: web.prefault({}).describe('The web service for structured reports.'),
  portal: portal.prefault({}).describe('Access management for people.'),
  console: consoleListener.prefault({}).describe('Health, metrics and pages for operators.'),
  operators: operators.prefault({}).describe('How operators sign in to the console.'),
  access: access.prefault({}).describe('Rules of access management.'),
  signIn: signIn.prefault({}).describe('How people sign in to the portal.'),
  messages: messages.prefault({}).describe('Messages to people.'),
  alarms: alarms.prefault({}).describe('Calling a person.'),
  networks,
  watchedFolders,
  names: names.prefault({}).describe('File names.'),
  acknowledgement: acknowledgement.prefault({}).describe('Answers.'),
  answers: answers.prefault({}).describe('Answers of online services.'),
  simulator: simulator.prefault({}).describe('Answers in the place of online services, for trying things out.'),
  signature: signature.prefault({}).describe('Senders’ signatures.'),
  limits: limits.prefault({}).describe('Everything has a limit.'),
  retention: retention.prefault({}).describe('How long answers and contents are kept.'),
  selfTest: selfTest.prefault({}).describe('The gateway tries its own endpoints.'),
  services,
  onlineServices: onlineServices
    .prefault({})
    .describe('The API by which online services take their jobs and hand in answers.'),
  schemas: z
    .strictObject({
      dir: folder.min(1).default('config/schemas').describe('Folder of the XML schemas of the online services.'),
    })
    .prefault({})
    .describe('XML schemas.'),
  qualities,
  log: z
    .strictObject({
      level: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
        .default('info')
        .describe('Quietest event that is logged.'),
      waitingBytes: bytes({ min: MiB / 16, max: 1024 * MiB })
        .default(4 * MiB)
        .describe('Most of the log that waits for its reader; what comes beyond is lost, and told as log.linesLost.'),
    })
    .prefault({})
    .describe('The log on stderr.'),
  drainSeconds: amount({ min: 0, max: 3600 })
    .default(30)
    .describe('Seconds that transfers under way get to finish when the gateway stops.'),
})

/** Valid, complete, and with absolute paths: what `loadConfig` returns. */
export type Config = z.output<typeof configSchema>
