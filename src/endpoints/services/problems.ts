import type { Refusal } from '../../base/refusal.ts'
import { type Problem, problem } from '../../http/problem.ts'
import { refusalProblem } from '../../http/refusal-problem.ts'
import type { NotClaimed } from './desk.ts'

const OURS = 'urn:problem-type:sluice:onlineServices'

export const NOT_PROVEN = problem(
  401,
  'invalidAccessToken',
  'Not signed in',
  'What was shown is not the token or certificate of this service. Use those of its settings (tokenFile, clientCertificateFile).',
)

export function tooManyFailures(seconds: number): Problem {
  return problem(
    ...([429, 'tooManyFailedRequests', 'Too many failed requests'] as const),
    'Too many wrong tokens or certificates came from this address. Correct them, and come back after the time of Retry-After.',
    { retryAfterSec: seconds },
  )
}

export const LEASE_LOST = problem(
  409,
  `${OURS}:leaseLost`,
  'No longer yours',
  'Another worker has this delivery by now, or it is over. Drop it; whoever has it uses the same idempotency key.',
)

/** How a claim fails: normal, all of it, and no reason to keep the job. */
const NOT_CLAIMED: Readonly<Record<Exclude<NotClaimed, 'unknown'>, readonly [title: string, detail: string]>> = {
  done: ['Over', 'This delivery is over, or an operator must look at it. Drop the job.'],
  taken: ['Taken', 'Another worker has this delivery. Drop the job; if that worker dies, another job comes.'],
  paused: ['Paused', 'An operator has paused this service. Drop the job; another comes when it goes on.'],
  notDue: ['Too early', 'This delivery is to be tried again later. Drop the job; another comes in time.'],
  targetOpen: ['Left alone', 'This service failed too often just now. Drop the job; another comes in time.'],
  noWorkers: ['Not by workers', 'The declarations of this service are handed over to it. See services[].target.type.'],
}

export function notClaimed(why: Exclude<NotClaimed, 'unknown'>): Problem {
  const [title, detail] = NOT_CLAIMED[why]
  return problem(409, `${OURS}:${why}`, title, detail)
}

/** Of an answer that is whole and cannot be taken, whatever is wrong with its content. */
const CONTENT: ReadonlySet<string> = new Set(['SLU-PURPOSE', 'SLU-XML', 'SLU-FORM', 'SLU-SCHEMA', 'SLU-REFERENCE'])

export function answerProblem(refused: Refusal): Problem {
  const { code, cause, remedy } = refused
  if (!CONTENT.has(code)) return refusalProblem(refused, 'onlineServices')
  return problem(422, `${OURS}:answerNotTaken`, 'Answer not taken', `${cause} ${remedy}`, { code })
}
