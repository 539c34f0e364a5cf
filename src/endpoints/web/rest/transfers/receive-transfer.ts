/** Takes a request's parts off the wire as they come, in any order, and hands them on; nothing of it stays unless all of it does. */
import { no, ok, type Result } from '../../../../base/result.ts'
import { safe } from '../../../../batch/reasons/fill.ts'
import type { HttpRequest } from '../../../../http/listener.ts'
import { boundaryOf, parameterised } from '../../../../http/multipart/media-type.ts'
import { MultipartFault, type MultipartFaultKind } from '../../../../http/multipart/multipart-fault.ts'
import { type StreamedPart, streamedParts, wholePart } from '../../../../http/multipart/streamed-parts.ts'
import { BodyCut, TooSlow, unhurriedBody } from '../../../../http/slow-body.ts'
import type {
  AcceptedTransfer,
  Transfer,
  TransferFault,
  TransferWords,
} from '../../../../mailbox/transfers/transfers.ts'
import type { Caller } from '../../caller.ts'
import type { WebGround } from '../../ground.ts'
import { type IssueKey, type ProblemKey, type RestIssue, type RestProblem, restProblem } from '../../problems.ts'
import { readMetadata } from './metadata.ts'
import { transferProblem } from './transfer-problems.ts'

/** For each part: its headers and boundary. */
const PART_OVERHEAD_BYTES = 8 * 1024

/** Programs guess the type of a file from the end of its name, and `.1` is a manual page to some: what it is, its name tells. */
const METADATA_TYPES: readonly (string | null)[] = [null, 'application/json', 'text/plain']
const PARTS = ['metadata', 'declaration', 'signature'] as const

// biome-ignore format: a table
const UNREADABLE: Readonly<Record<MultipartFaultKind, ProblemKey>> = {
  malformed:       'badRequest',
  cut:             'badRequest',
  tooManyParts:    'payloadTooLarge',
  headersTooLarge: 'payloadTooLarge',
  tooLarge:        'payloadTooLarge',
  encoded:         'unsupportedMediaType',
}

type Asked = { readonly request: HttpRequest; readonly caller: Caller; readonly ground: WebGround }

/** Where the parts of a request go: to the inbox, or to who only looks at them. */
export type PartSink<Taken> = Pick<Transfer, 'part' | typeof Symbol.asyncDispose> & {
  finish(words: TransferWords): Promise<Result<Taken, TransferFault>>
}

/** rule 16.3: what is refused leaves nothing. Throws `Unavailable` when disk or database do not answer; then nothing is stored either. */
export function receiveTransfer({ request, caller, ground }: Asked): Promise<Result<AcceptedTransfer, RestProblem>> {
  const { transferParts, partBytes, signatureBytes } = ground.settings.limits
  const filesBytesMax = transferParts * Math.max(partBytes, signatureBytes)
  return receiveParts({ request, ground, filesBytesMax }, () => ground.mailbox.transfers.begin(caller.visitor))
}

type Sent = Pick<Asked, 'request' | 'ground'> & {
  /** Of all files together: a body that tells a length which cannot be within it is not read. */
  readonly filesBytesMax: number
}

export async function receiveParts<Taken>(
  { request, ground, filesBytesMax }: Sent,
  begin: () => PartSink<Taken>,
): Promise<Result<Taken, RestProblem>> {
  const { limits } = ground.settings
  const type = request.headers['content-type']
  if ((parameterised(type ?? '')?.parameters.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8') {
    return no(restProblem('unsupportedMediaType'))
  }
  const boundary = boundaryOf(type)
  if (boundary === null) return bad('schemaViolation', { in: 'header', name: 'Content-Type' })
  const bytesMax = filesBytesMax + limits.transferParts * PART_OVERHEAD_BYTES + limits.metadataBytes
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) {
    return no(restProblem('payloadTooLarge', { members: { limit: bytesMax } }))
  }
  await using sink = begin()
  try {
    const body = unhurriedBody(request, limits, ground.ticks)
    const parts = streamedParts(body, boundary, { partsMax: limits.transferParts + 1 }) // with the metadata
    const words = await readParts(parts, limits, sink)
    if (!words.ok) return words
    const taken = await sink.finish(words.value)
    return taken.ok ? taken : no(transferProblem(taken.problem))
  } catch (error) {
    if (error instanceof MultipartFault) return no(unreadable(error, limits))
    if (error instanceof TooSlow) return no(restProblem('requestTimeout'))
    if (error instanceof BodyCut) return no(restProblem('badRequest')) // nobody listens any more
    throw error
  }
}

type PartLimits = Pick<WebGround['settings']['limits'], 'transferParts' | 'metadataBytes'>

async function readParts(
  parts: AsyncIterable<StreamedPart>,
  { transferParts: filesMax, metadataBytes }: PartLimits,
  sink: Pick<Transfer, 'part'>,
): Promise<Result<TransferWords, RestProblem>> {
  let words: TransferWords | null = null
  const names = new Set<string>()
  for await (const part of parts) {
    const { name, fileName } = part
    if (!isKnown(name)) return bad('unknownInput', { in: 'body', name: safe(name) })
    if (part.mediaType?.startsWith('multipart/')) return no(restProblem('unsupportedMediaType'))
    if (name === 'metadata') {
      if (words) return bad('unknownInput', { in: 'body', name })
      const isReadable = METADATA_TYPES.includes(part.mediaType) && (part.charset ?? 'utf-8') === 'utf-8'
      if (!isReadable) return no(restProblem('unsupportedMediaType'))
      const read = readMetadata(await wholePart(part, metadataBytes))
      if (!read.ok) return read
      words = read.value
      continue
    }
    if (fileName === null || fileName === '') return bad('requiredInput', { in: 'body', name: `${name}.filename` })
    if (names.has(fileName)) return bad('unknownInput', { in: 'body', name: `${name}.filename` })
    if (names.size >= filesMax) return no(tooManyFiles(filesMax))
    names.add(fileName)
    const refused = await passOn(part, name, fileName, sink)
    if (refused) return no(refused)
  }
  if (!words) return bad('requiredInput', { in: 'body', name: 'metadata' })
  if (names.size === 0 && !words.go) return bad('requiredInput', { in: 'body', name: 'declaration' })
  return ok(words)
}

/** Each piece waits until the one before it has its place. */
async function passOn(
  { chunks }: StreamedPart,
  kind: 'declaration' | 'signature',
  fileName: string,
  sink: Pick<Transfer, 'part'>,
): Promise<RestProblem | null> {
  const part = await sink.part(kind, fileName)
  if (!part.ok) return transferProblem(part.problem)
  for await (const chunk of chunks) {
    const written = await part.value.write(chunk)
    if (!written.ok) return transferProblem(written.problem)
  }
  return null
}

function isKnown(name: string): name is (typeof PARTS)[number] {
  return PARTS.some((known) => known === name)
}

function bad(issue: IssueKey, where: Omit<RestIssue, 'issue'>): Result<never, RestProblem> {
  return no(restProblem('badRequest', { issues: [{ issue, ...where }] }))
}

function tooManyFiles(limit: number): RestProblem {
  return restProblem('payloadTooLarge', { members: { limit } })
}

function unreadable({ kind }: MultipartFault, { transferParts, metadataBytes }: PartLimits): RestProblem {
  const problem = UNREADABLE[kind]
  if (problem === 'badRequest') {
    return restProblem(problem, { issues: [{ issue: 'schemaViolation', in: 'body', name: 'multipart/form-data' }] })
  }
  if (kind === 'tooLarge') return restProblem(problem, { members: { limit: metadataBytes } }) // the one part that is read whole
  return kind === 'tooManyParts' ? tooManyFiles(transferParts) : restProblem(problem)
}
