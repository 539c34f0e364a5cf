import { z } from 'zod'
import { answerTail } from '../../batch/answer-names.ts'
import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { ENVIRONMENTS } from '../../batch/environment.ts'
import type { Language } from '../../batch/languages.ts'
import type { Position } from '../../ledger/delivery-position.ts'
import { MOMENTS, momentsOf } from '../moments.ts'
import type { ReadSubmission } from '../operations/submissions.ts'
import { STANDINGS, standingOf } from '../standing.ts'
import { seenOf, setKeyOf } from '../submission-view.ts'
import { reasonAnswer, reasonBody } from './reason-body.ts'

const moment = z.string().describe('ISO 8601, UTC.')
const seconds = z.int().optional()
const file = { name: z.string(), bytes: z.int(), sha256: z.string().optional() }

export const submissionAnswer = z.object({
  submissionId: z.string(),
  setKey: z.string(),
  senderNumber: z.string(),
  state: z.enum(STANDINGS),
  environment: z.enum(ENVIRONMENTS),
  receivedAt: moment,
  sealedAt: moment.optional(),
  ticket: z.string().optional(),
  verdict: z.object({ outcome: z.enum(['accepted', 'rejected']), reasons: z.array(reasonAnswer) }).optional(),
  files: z.array(
    z.object({
      ...file,
      state: z.enum(['received', 'superseded', 'deleted']),
      channel: z.enum(CHANNEL_TYPES),
      receivedAt: moment,
    }),
  ),
  answers: z.array(
    z.object({
      ...file,
      purpose: z.string().optional().describe('ACRF: the acknowledgement; NOTI: a notification …'),
      publishedAt: moment,
      takenAt: moment.optional(),
    }),
  ),
  deliveries: z.array(
    z.object({
      ...{ service: z.string(), state: z.string(), attempts: z.int(), finishedAt: moment.optional() },
      place: z.int().optional().describe('In the line of the service: 1 is next. Left out when it stands in none.'),
      earliestSeconds: seconds.describe('When its turn may come, from now; left out when that is not known.'),
      latestSeconds: seconds.describe('When its turn usually comes, from now; left out when that is not known.'),
    }),
  ),
  timeline: z.array(
    z.object({
      at: moment,
      event: z.enum(MOMENTS),
      name: z.string().optional(),
      channel: z.enum(CHANNEL_TYPES).optional(),
      service: z.string().optional(),
    }),
  ),
})

type Body = z.input<typeof submissionAnswer>

/** No contents of declarations, and nothing of who logged in. */
export function submissionBody(found: ReadSubmission, language: Language): Body {
  const { submissionId, sender, environment, openedAt, sealedAt, facts } = found
  const { envelope, verdict } = facts
  return {
    ...{ submissionId, environment, senderNumber: sender },
    setKey: setKeyOf(found),
    state: standingOf(seenOf(found)),
    receivedAt: openedAt.toISOString(),
    sealedAt: sealedAt?.toISOString(),
    ticket: envelope?.ticket,
    verdict: verdict && {
      outcome: verdict.outcome,
      reasons: verdict.reasons.map((reason) => reasonBody(reason, language)),
    },
    ...listsOf(found),
  }
}

function listsOf(found: ReadSubmission): Pick<Body, 'files' | 'answers' | 'deliveries' | 'timeline'> {
  const { files, answers, deliveries, position } = found
  return {
    files: files.map(({ name, bytes, sha256, state, channel, receivedAt }) => {
      const checked = { state: state as 'received', channel: channel as 'sftp' }
      return { name, bytes: Number(bytes), sha256, ...checked, receivedAt: receivedAt.toISOString() }
    }),
    answers: answers.map(({ name, bytes, sha256, publishedAt, deletedAt, expiredAt }) => ({
      ...{ name, bytes: Number(bytes), sha256: sha256 ?? undefined },
      ...{ publishedAt: publishedAt.toISOString(), takenAt: expiredAt ? undefined : deletedAt?.toISOString() },
      purpose: answerTail(name)?.purpose,
    })),
    deliveries: deliveries.map(({ service, state, attempts, finishedAt }) => {
      const line = position?.service === service ? lineOf(position) : {}
      return { service, state, attempts, finishedAt: finishedAt?.toISOString(), ...line }
    }),
    timeline: momentsOf(found).map(({ at, kind, name, channel, service }) => {
      return { at: at.toISOString(), event: kind, name, channel: channel as 'sftp' | undefined, service }
    }),
  }
}

function lineOf({ place, expected }: Position): Pick<Body['deliveries'][number], 'place' | 'latestSeconds'> {
  return { ...(place !== null && { place }), ...expected }
}
