/** How faults of a transfer are told: tables in the sense of the catalogue (spec access.md §13.3). */
import type { Refusal, RefusalCode } from '../../../../base/refusal.ts'
import type { Reason } from '../../../../batch/reason.ts'
import { textOf } from '../../../../batch/reasons/catalogue.ts'
import { safe } from '../../../../batch/reasons/fill.ts'
import type { TransferFault } from '../../../../mailbox/transfers/transfers.ts'
import { type IssueKey, type ProblemKey, type RestIssue, type RestProblem, restProblem } from '../../problems.ts'
import { refusalTexts } from '../../refusal-texts.ts'

type RefusalRow = readonly [problem: ProblemKey, retryAfterSec?: number]

/** What passes by itself says when to come back. */
// biome-ignore format: a table
const REFUSALS: Partial<Readonly<Record<RefusalCode, RefusalRow>>> = {
  'SLU-NAME':      ['badRequest'],
  'SLU-INPUT':     ['badRequest'],
  'SLU-HOLE':      ['badRequest'],
  'SLU-PARTIAL':   ['badRequest'],
  'SLU-SUSPENDED': ['missingPermission'],
  'SLU-RIGHTS':    ['missingPermission'],
  'SLU-FOLDER':    ['missingPermission'],
  'SLU-MISSING':   ['resourceNotFound'],
  'SLU-UNKNOWN':   ['resourceNotFound'],
  'SLU-EXISTS':    ['fileNameAlreadyUsed'],
  'SLU-SEALED':    ['invalidState'],
  'SLU-STATE':     ['invalidState'],
  'SLU-CONFLICT':  ['invalidState'],
  'SLU-SET':       ['invalidState'],
  'SLU-SIZE':      ['payloadTooLarge'],
  'SLU-TRIGGER':   ['payloadTooLarge'],
  'SLU-QUOTA':     ['tooManyRequests', 60],
  'SLU-BUSY':      ['tooManyRequests', 5],
  'SLU-NAMES':     ['tooManyFailedRequests', 3600],
  'SLU-DISK':      ['serviceUnavailable', 60],
  'SLU-STORE':     ['serviceUnavailable', 5],
}

/** Of a refusal that has no business on this way. */
const OTHER: RefusalRow = ['invalidState']

/** Reasons of annex 30 that are more than a bad request. */
// biome-ignore format: a table
const PERMISSIONS: Readonly<Record<number, string>> = {
  103: 'senderSuspended',
  108: 'unknownSender',
  154: 'serviceNotSelected',
  168: 'environmentNotAllowed',
  249: 'channelNotActive',
}
const NAME_USED = 133
/** Something is not there: the declaration, the signature. */
const MISSING: readonly number[] = [120, 122]

export function transferProblem(fault: TransferFault): RestProblem {
  switch (fault.kind) {
    case 'refused':
      return refusalProblem(fault.refusal)
    case 'tooLarge':
      return restProblem('payloadTooLarge', { members: { limit: fault.bytesMax, fileName: safe(fault.fileName) } })
    case 'digestMismatch':
      return badPart('digestMismatch', fault.fileName)
    case 'partMissing':
      return badPart('referencedResourceNotFound', fault.fileName)
    case 'nameUsed':
      return restProblem('fileNameAlreadyUsed', {
        members: { fileName: safe(fault.fileName), transferId: fault.transferId },
      })
    case 'faults':
      return reasonsProblem(fault.reasons)
  }
}

/** The issue is about this file of the request. */
export function badPart(issue: IssueKey, fileName: string): RestProblem {
  return restProblem('badRequest', { issues: [{ issue, in: 'body', name: 'fileName', value: safe(fileName) }] })
}

function refusalProblem(refusal: Refusal): RestProblem {
  const [problem, retryAfterSec] = REFUSALS[refusal.code] ?? OTHER
  const issues: readonly RestIssue[] = [{ issue: 'invalidInput', in: 'body', detail: refusalTexts(refusal) }]
  return restProblem(problem, {
    ...(problem === 'badRequest' && { issues }),
    ...(refusal.code === 'SLU-SUSPENDED' && { members: { reason: 'channelNotActive' } }),
    ...(retryAfterSec !== undefined && { retryAfterSec }),
  })
}

/** rule 16.5: the code of the acknowledgement that the gate would have given, in the client's language. */
function reasonsProblem(reasons: readonly Reason[]): RestProblem {
  const forbidden = reasons.find(({ code }) => code in PERMISSIONS)
  const issues = reasons.map(issueOf)
  if (forbidden) {
    const { code } = forbidden
    const members = { reason: PERMISSIONS[code], acknowledgementCode: code }
    return restProblem('missingPermission', { detail: textOf(forbidden), members, issues })
  }
  const used = reasons.find(({ code }) => code === NAME_USED)
  if (used) {
    return restProblem('fileNameAlreadyUsed', {
      ...{ detail: textOf(used), members: { acknowledgementCode: NAME_USED }, issues },
    })
  }
  return restProblem('badRequest', { issues })
}

function issueOf(reason: Reason): RestIssue {
  const issue = MISSING.includes(reason.code) ? 'requiredInput' : 'invalidInput'
  const file = reason.file !== undefined && { name: 'fileName', value: safe(reason.file) }
  return { issue, in: 'body', ...file, detail: textOf(reason), members: { acknowledgementCode: reason.code } }
}
