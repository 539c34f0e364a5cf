/** What a request says of its parts: the part `metadata` of a transfer. */
import { z } from 'zod'
import { no, ok, type Result } from '../../../../base/result.ts'
import type { JsonFault } from '../../../../base/strict-json.ts'
import { readJson } from '../../../../http/json-body.ts'
import { memberName, schemaFaults } from '../../../../http/schema-issues.ts'
import type { TransferWords } from '../../../../mailbox/transfers/transfers.ts'
import { type RestIssue, type RestProblem, restProblem } from '../../problems.ts'

const SHA256_BYTES = 32
const HEX = /^[0-9A-Fa-f]{64}$/
const BASE64 = /^[0-9A-Za-z+/_-]{43}=?$/

const digest = z.union([
  z.strictObject({ algorithm: z.literal('SHA-256'), value: z.string().describe('Base64, or hexadecimal.') }),
  z.string().describe('SHA-256 in base64 or hexadecimal.'),
])

export const metadataSchema = z.strictObject({
  setName: z
    .string()
    .min(1)
    .max(200)
    .describe('Elements 2 to 6 of the file names, or 2 to 7: the name of the GO without its mark.'),
  go: z.boolean().default(true).describe('False leaves the set open, for another request or another channel.'),
  digests: z.record(z.string(), digest).default({}).describe('By file name; those that are told must fit.'),
})

/** rule 16.4: the words of a request are known words. */
export function readMetadata(bytes: Uint8Array): Result<TransferWords, RestProblem> {
  const written = readJson(bytes)
  if (!written.ok) return bad([unreadable(written.problem)])
  const read = metadataSchema.safeParse(written.value)
  if (!read.success) {
    const faults = schemaFaults(read.error).map(({ kind, name }) => ({ kind, name: ['metadata', name].join('.') }))
    return bad(faults.map(({ kind, name }) => ({ issue: kind, in: 'body', name: name.replace(/\.$/, '') })))
  }
  const { setName, go } = read.data
  const digests = new Map<string, string>()
  for (const [fileName, told] of Object.entries(read.data.digests)) {
    const hex = hexOf(typeof told === 'string' ? told : told.value)
    if (hex === null) return bad([{ issue: 'invalidInput', in: 'body', name: `metadata.digests.${fileName}` }])
    digests.set(fileName, hex)
  }
  return ok({ setName, go, digests })
}

function unreadable(fault: JsonFault): RestIssue {
  if (fault.kind === 'malformed') return { issue: 'schemaViolation', in: 'body', name: 'metadata' }
  return { issue: 'unknownInput', in: 'body', name: memberName(['metadata', ...fault.path]) }
}

function bad(issues: readonly RestIssue[]): Result<never, RestProblem> {
  return no(restProblem('badRequest', { issues }))
}

/** Lower case; null when it is no SHA-256. */
function hexOf(told: string): string | null {
  if (HEX.test(told)) return told.toLowerCase()
  const bytes = Buffer.from(BASE64.test(told) ? told : '', 'base64')
  return bytes.length === SHA256_BYTES ? bytes.toString('hex') : null
}
