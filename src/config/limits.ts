import { z } from 'zod'
import { loginFailures, serviceFailures } from './failures.ts'
import { amount, bytes, count, KINDS } from './kinds.ts'

const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB
const DAY_SECONDS = 86_400
const YEAR_HOURS = 8_784

export const limits = z.strictObject({
  partBytes: bytes({ min: 1, max: 4 * GiB })
    .default(10 * MiB)
    .describe('Largest FI.'),
  parts: count({ min: 1, max: 9 }).default(9).describe('Most parts of a set.'),
  forms: count({ min: 1, max: 10_000_000 }).default(10_000).describe('Most forms in a set.'),
  signatureBytes: bytes({ min: 1, max: MiB })
    .default(64 * KiB)
    .describe('Largest FS.'),
  transferParts: count({ min: 1, max: 100 }).default(20).describe('Most files in one request of the web service.'),
  triggerBytes: bytes({ min: 0, max: MiB }).default(KiB).describe('Largest GO or TD.'),

  goWaitHours: amount({ min: 0.0001, max: YEAR_HOURS }).default(24).describe('Hours that files wait for their GO.'),
  graceSeconds: amount({ min: 0, max: 3600 })
    .default(10)
    .describe('Seconds that a GO waits for members that are still missing.'),
  graceMaxSeconds: amount({ min: 0, max: DAY_SECONDS })
    .default(1800)
    .describe('Seconds after which a set is sealed even while an upload of it is open.'),
  ghostSeconds: amount({ min: 0, max: 3600 })
    .default(10)
    .describe('Seconds that a sealed file stays listed in its IN folder.'),
  repeatGoMinutes: amount({ min: 0, max: 525_600 })
    .default(60)
    .describe('Minutes during which a lone GO of a sealed set counts as a repetition.'),
  nameAgeDays: amount({ min: 0, max: 36_525 }).default(30).describe('Oldest date in a file name, in days.'),
  nameFaultsPerHour: count({ min: 1, max: 1_000_000 })
    .default(100)
    .describe('Files with unreadable names that a sender may send in an hour.'),
  filesPerSet: count({ min: 19, max: 10_000 })
    .default(100)
    .describe('Files of an open set from which on no further misnamed ones are let in.'),
  outDays: amount({ min: 0.0001, max: 36_525 }).default(60).describe('Days that an answer stays in its OUT folder.'),

  bulkSubmissions: count({ min: 1, max: 100_000 })
    .default(10_000)
    .describe('Most submissions that an operator may do something to at once.'),

  openFilesPerSender: count({ min: 1, max: 10_000_000 }).default(100_000).describe('Most unsealed files of a sender.'),
  openBytesPerSender: bytes({ min: 1, max: 100 * 1024 * GiB })
    .default(20 * GiB)
    .describe('Most bytes in unsealed files of a sender.'),
  diskReserveBytes: bytes({ min: 0, max: 100 * 1024 * GiB })
    .default(GiB)
    .describe('Free bytes on the volume of the spool below which uploads are refused.'),

  statusSeconds: amount({ min: 0, max: 3600 })
    .default(5)
    .describe('Seconds for which the files of a STATUS folder are shown as they were made.'),
  statusRows: count({ min: 1, max: 1_000_000 })
    .default(10_000)
    .describe('Most sets in a table of a STATUS folder; the newest are shown.'),
  statusTexts: count({ min: 0, max: 100_000 })
    .default(500)
    .describe('Most rejected sets that a STATUS folder explains in a file each; the newest are.'),
  statusBytes: bytes({ min: 0, max: 16 * GiB })
    .default(64 * MiB)
    .describe('Bytes of STATUS folders of all senders that are kept for `limits.statusSeconds`.'),
  certificateNoticeDays: count({ min: 0, max: 3660 })
    .default(60)
    .describe('Days before its end from which a STATUS folder says that a certificate will end.'),
  certificateWarningDays: count({ min: 0, max: 3660 })
    .default(30)
    .describe('Days before its end from which a STATUS folder warns of it.'),

  sessions: count({ min: 1, max: 100_000 }).default(500).describe('Most sessions of each endpoint.'),
  sessionsPerAddress: count({ min: 1, max: 100_000 }).default(50).describe('Most sessions from one address.'),
  sessionsPerUser: count({ min: 1, max: 100_000 }).default(16).describe('Most sessions of one user.'),
  strangers: count({ min: 1, max: 100_000 })
    .default(100)
    .describe('Most connections of each endpoint that are not logged in yet; above it the oldest is dropped.'),
  strangersPerAddress: count({ min: 1, max: 100_000 })
    .default(30)
    .describe('The same from one address; a whole administration may sit behind one.'),
  handles: count({ min: 1, max: 10_000 }).default(100).describe('Most open files and listings in a session.'),
  inFlightBytes: bytes({ min: 64 * KiB, max: GiB })
    .default(8 * MiB)
    .describe('Bytes of a session that may wait for the disk before its connection is paused.'),
  inFlightBytesTotal: bytes({ min: 64 * KiB, max: 64 * GiB })
    .default(64 * MiB)
    .describe('Bytes of all sessions that may wait for the disk before connections are paused.'),
  loginSeconds: amount({ min: 0.1, max: 600 })
    .default(5)
    .describe(
      'Seconds for each step of a log-in: the greeting, then the proof of who it is; also for a TLS handshake.',
    ),
  passwordSeconds: amount({ min: 0.1, max: 3600 })
    .default(60)
    .describe('Seconds from the connection to the log-in by FTP; people type their password.'),
  idleSeconds: amount({ min: 0.1, max: DAY_SECONDS })
    .default(300)
    .describe('A session that sends nothing for this many seconds is closed.'),
  passwordChecks: count({ min: 1, max: 64 })
    .default(2)
    .describe('Passwords of FTP users that are checked at the same time, 8 MiB each; the others wait their turn.'),
  loginFailures: loginFailures
    .prefault({})
    .register(KINDS, { expected: 'a number of failures of an account, or a mapping' })
    .describe('How failed log-ins slow down further ones; a bare number sets `perAccount`.'),
  serviceFailures: serviceFailures
    .prefault({})
    .describe('How wrong tokens and certificates at the API for online services slow down further ones.'),

  lineBytes: bytes({ min: 512, max: 64 * KiB })
    .default(4 * KiB)
    .describe('Longest command line of FTP; a longer one ends the session.'),
  commandsAhead: count({ min: 1, max: 10_000 })
    .default(100)
    .describe('Commands that an FTP client may send before it has the replies.'),
  settleSeconds: amount({ min: 0, max: 10 })
    .default(0.1)
    .describe(
      'Longest time for which the end of a long FTP upload without TLS waits, in case its client was killed and ended all its connections.',
    ),
  dataSeconds: amount({ min: 0.1, max: 3600 })
    .default(30)
    .describe('Seconds for which a passive port waits for its data connection.'),
  minimumRate: bytes({ min: 0, max: GiB })
    .default(64)
    .describe('Slowest transfer over FTP or the web service, in bytes a second over `minimumRateSeconds`; 0: any.'),
  minimumRateSeconds: amount({ min: 1, max: DAY_SECONDS })
    .default(60)
    .describe('Seconds over which the rate of a transfer is measured.'),

  httpBodyBytes: bytes({ min: KiB, max: GiB })
    .default(MiB)
    .describe('Largest body of an HTTP request that carries no declaration.'),
  httpHeaderSeconds: amount({ min: 0.1, max: 600 })
    .default(10)
    .describe('Seconds for the headers of an HTTP request, and for the TLS handshake before it.'),
  httpRequestSeconds: amount({ min: 0.1, max: DAY_SECONDS })
    .default(60)
    .describe('Seconds for a whole HTTP request that carries no declaration.'),
  soapBytes: bytes({ min: KiB, max: GiB })
    .default(16 * MiB)
    .describe(
      'Largest request to the SOAP interface; it is read into memory as a whole, and has to hold a file of `partBytes` in base64.',
    ),
  soapAtOnce: count({ min: 1, max: 64 })
    .default(2)
    .describe(
      'Requests to the SOAP interface that are worked on at the same time, about 8 times their size of memory each.',
    ),
  tokenRequestBytes: bytes({ min: 2 * KiB, max: MiB })
    .default(80 * KiB)
    .describe('Largest request for an access token; it has to hold an assertion of `web.assertionBytes`.'),
  metadataBytes: bytes({ min: KiB, max: MiB })
    .default(16 * KiB)
    .describe('Largest metadata of a transfer or a check: they tell the name of the set, and a digest of each file.'),
  pollAfterSeconds: amount({ min: 0, max: 3600 })
    .default(2)
    .describe('Seconds after which the web service tells a sender to ask again (`pollAfter`).'),
  webRequestsPerSecond: amount({ min: 0.1, max: 100_000 })
    .default(100)
    .describe('Requests a second that a sender may make to the web service; twice that many at once after a pause.'),
  transfersAtOnce: count({ min: 1, max: 10_000 })
    .default(16)
    .describe('Most transfers of a sender that come in over the web service at the same time.'),
  lookupsPerMinute: amount({ min: 0.1, max: 100_000 })
    .default(30)
    .describe('Questions where a file is that may come from one address in a minute, without log-in.'),
  checkBytes: bytes({ min: KiB, max: 4 * GiB })
    .default(40 * MiB)
    .describe(
      'Bytes of files that are checked without being sent, in one request of the web service; they are in memory.',
    ),
  checksAtOnce: count({ min: 1, max: 100 })
    .default(4)
    .describe('Requests of that kind at the same time in a process; each sender may make one.'),
  httpConnections: count({ min: 1, max: 100_000 }).default(1000).describe('Most connections of each HTTP listener.'),
  httpConnectionsPerAddress: count({ min: 1, max: 100_000 })
    .default(200)
    .describe(
      'Most of them from one address; raise it where a proxy stands before the listener. Those of `web.trustedProxies` are not counted at the web service.',
    ),

  exportRows: count({ min: 1, max: 100_000_000 })
    .default(1_000_000)
    .describe('Most rows of an audit or of a list of users that people take along as CSV; the last row tells of more.'),

  folderFiles: count({ min: 1, max: 10_000_000 })
    .default(50_000)
    .describe('Most names that are kept of one look at a watched folder; what is behind them waits.'),
  foldersAtOnce: count({ min: 1, max: 100 })
    .default(4)
    .describe('Watched folders at work at the same time; a share that does not answer keeps its place.'),

  checkers: count({ min: 1, max: 64 }).default(1).describe('Processes that check XML documents.'),
  checkerSeconds: amount({ min: 0.1, max: 3600 })
    .default(20)
    .describe('Seconds that the check of a set may take before its process is killed.'),
  checkerMemoryBytes: bytes({ min: 128 * MiB, max: 64 * GiB })
    .default(512 * MiB)
    .describe('Memory above which a checking process is killed.'),

  pollSeconds: amount({ min: 0.05, max: 60 })
    .default(1)
    .describe('Seconds between two looks for work that nobody announced.'),
  leaseSeconds: amount({ min: 1, max: 3600 })
    .default(60)
    .describe('Seconds for which a process claims a step of a submission.'),
  stepAttempts: count({ min: 1, max: 100 })
    .default(3)
    .describe('Times that a submission may kill its process before it is parked for a person.'),
  readAttempts: count({ min: 1, max: 100 })
    .default(8)
    .describe(
      'Times that a stored file may fail to be read on a disk that works before its submission is parked; 8 take about two minutes.',
    ),
  reconcileSeconds: amount({ min: 0.1, max: 600 })
    .default(5)
    .describe('Seconds between two comparisons of the queues with the database.'),
  queuedPerService: count({ min: 1, max: 100_000 })
    .default(1000)
    .describe('Most jobs of an online service in its queue; the rest wait in the database.'),
})
