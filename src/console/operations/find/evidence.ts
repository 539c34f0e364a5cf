/** All that is kept of a submission as one document: for the page's raw facts, the download and the API. Never contents. */
import type { TheSubmission } from './submissions.ts'
import { timelineOf } from './timeline.ts'

export function evidenceOf(one: TheSubmission): Record<string, unknown> {
  const { found, enterpriseNumber, origins, deliveries, fetched, work, rights, acts } = one
  const { submissionId, sender, environment, rawKey, openedAt, sealedAt, closedAt, parkedAt, parkedReason } = found
  return {
    ...{
      id: submissionId,
      sender,
      enterpriseNumber,
      environment,
      rawKey,
      openedAt,
      sealedAt,
      closedAt,
      parkedAt,
      parkedReason,
    },
    files: found.files.map((file) => ({ ...file, ...origins.get(file.fileId) })),
    facts: found.facts,
    registryAtSeal: rights,
    deliveries,
    answers: found.answers.map((answer) => ({ ...answer, ...fetched.find(({ name }) => name === answer.name) })),
    work,
    timeline: timelineOf(one),
    operatorActs: acts,
  }
}
