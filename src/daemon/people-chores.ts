/** What is done for people now and then: notices, messages, and what time ends. Doing it in two processes at once does no harm. */
import type { Database } from '../database/database.ts'
import {
  expireTemporaryPasswords,
  forgetAbandonedAttempts,
  forgetOldAttempts,
  forgetOldSessions,
} from '../identity/housekeeping.ts'
import type { Books } from '../ledger/books.ts'
import { rejectedVerdictsAfter } from '../ledger/rejected-verdicts.ts'
import { tellExpiries } from '../notices/expiries.ts'
import { forgetExpiredNotices } from '../notices/mailbox.ts'
import { postNegativeAnswers } from '../notices/negative-answers.ts'
import { announceNightly } from '../notices/nightly.ts'
import { startOutbox } from '../notices/outbox.ts'
import { forgetOldMessages } from '../notices/outbox-rows.ts'
import { readAuditForNotices } from '../notices/read-audit.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { forgetOldDrafts } from '../registry/setup/drafts.ts'
import type { Ground } from './ground.ts'
import { liveSending } from './live-sending.ts'
import { liveView } from './live-view.ts'
import { startAlarms } from './open-alarms.ts'
import { repeatEvery } from './repeat-every.ts'
import type { SharedTime } from './shared-time.ts'

const SYSTEM = { actor: 'system' }
const NOTICE_SECONDS = 1
const ANSWER_SECONDS = 5
const MINUTE_SECONDS = 60
const CLEAN_SECONDS = 3600
/** After that nobody asks any more whether a message has left. */
const MESSAGE_DAYS = 30

type PeopleUnder = Pick<Ground, 'live' | 'log' | 'now'> & {
  readonly database: Database
  readonly box: SecretBox
  /** The last count of the books; null before the first. */
  readonly books: () => Books | null
  readonly time: Pick<SharedTime, 'mayEnd'>
}

export async function startPeopleChores(under: PeopleUnder): Promise<AsyncDisposable> {
  const { log, database, box } = under
  const sending = await liveSending(under)
  const outbox = await startOutbox(liveView(() => ({ database, box, log, ...sending() })))
  const alarms = startAlarms({ ...under, sending })
  const chores = choresOf(under).map(({ seconds, failed, work, ends }) =>
    repeatEvery(
      () => seconds,
      failed,
      async () => void (!ends || (await under.time.mayEnd()) ? await work() : null),
      log,
    ),
  )
  return {
    async [Symbol.asyncDispose]() {
      for (const chore of chores) await chore[Symbol.asyncDispose]()
      await alarms[Symbol.asyncDispose]()
      await outbox[Symbol.asyncDispose]()
    },
  }
}

/** `ends`: by it something comes to its end, for which the clocks must be right (rule 32.4). */
type Chore = {
  readonly seconds: number
  readonly failed: string
  readonly ends: boolean
  readonly work: () => Promise<unknown>
}

// biome-ignore format: a table
function choresOf({ live, now, database, box }: PeopleUnder): readonly Chore[] {
  const { queries } = database
  const messages = () => live.current().messages
  return [
    { seconds: NOTICE_SECONDS, failed: 'notices.notMade',        ends: false, work: () => readAuditForNotices(database, { box, noticeDays: messages().noticeDays }) },
    { seconds: ANSWER_SECONDS, failed: 'rejections.notTold',     ends: false, work: () => postNegativeAnswers(database, { rejectedSince: rejectedVerdictsAfter, noticeDays: messages().noticeDays }) },
    { seconds: MINUTE_SECONDS, failed: 'mailbox.notAnnounced',   ends: false, work: () => announceNightly(database, { box, noticeHour: messages().noticeHour, now: now() }) },
    { seconds: MINUTE_SECONDS, failed: 'certificates.notAged',   ends: true,  work: () => tellExpiries(database, { box, noticeDays: messages().noticeDays, expiryDays: messages().expiryDays, suspendsChannels: live.current().access.suspendWithoutCertificate }) },
    { seconds: MINUTE_SECONDS, failed: 'passwords.notExpired',   ends: true,  work: () => database.transaction(expireTemporaryPasswords) },
    { seconds: MINUTE_SECONDS, failed: 'attempts.notForgotten',  ends: true,  work: () => forgetAbandonedAttempts(queries) },
    { seconds: CLEAN_SECONDS,  failed: 'attempts.notForgotten',  ends: true,  work: () => forgetOldAttempts(queries) },
    { seconds: CLEAN_SECONDS,  failed: 'sessions.notForgotten',  ends: true,  work: () => forgetOldSessions(queries) },
    { seconds: CLEAN_SECONDS,  failed: 'notices.notForgotten',   ends: true,  work: () => forgetExpiredNotices(queries) },
    { seconds: CLEAN_SECONDS,  failed: 'messages.notForgotten',  ends: true,  work: () => forgetOldMessages(queries, MESSAGE_DAYS) },
    { seconds: CLEAN_SECONDS,  failed: 'drafts.notForgotten',    ends: true,  work: () => database.transaction((tx) => forgetOldDrafts(tx, SYSTEM)) },
  ]
}
