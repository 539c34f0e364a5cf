/** Requests of a program, as the web service hands them to the mailbox. */
import type { Result } from '../../../src/base/result.ts'
import type { Visitor } from '../../../src/mailbox/mailbox.ts'
import type {
  AcceptedTransfer,
  PartKind,
  Transfer,
  TransferFault,
  TransferWords,
} from '../../../src/mailbox/transfers/transfers.ts'
import { type Node, SENDER } from '../rig.ts'

export const KEY = 'DMFA.123456.20260105.00001.R'
export const FI = `FI.${KEY}.1.1`
export const FS = `FS.${KEY}.1.1`
export const GO = `GO.${KEY}.1`
export const TD = `TD.${KEY}.1`

export const PROGRAM: Visitor = {
  ...SENDER,
  channel: 'web',
  principal: 'self_service_expeditor_123456',
  session: 'request-1',
}

/** A file's name; its content when it is not the name itself; its kind when it is not what the name says. */
export type Sent = readonly [name: string, content?: string | Uint8Array, kind?: PartKind]

/** The whole set of one part unless told otherwise. */
export async function transfer(
  { mailbox }: Pick<Node, 'mailbox'>,
  sent: readonly Sent[] = [[FI], [FS]],
  words: Partial<TransferWords> = {},
  visitor: Visitor = PROGRAM,
): Promise<Result<AcceptedTransfer, TransferFault>> {
  await using request = mailbox.transfers.begin(visitor)
  for (const one of sent) {
    const written = await addPart(request, one)
    if (!written.ok) return written
  }
  return await request.finish({ setName: `${KEY}.1`, go: true, digests: new Map(), ...words })
}

export async function addPart(
  request: Transfer,
  [name, content = name, kind = name.startsWith('FS.') ? 'signature' : 'declaration']: Sent,
): Promise<Result<void, TransferFault>> {
  const part = await request.part(kind, name)
  return part.ok ? await part.value.write(Buffer.from(content)) : part
}

/** What was answered, in short: whether it came before, or the kind of fault with its codes. */
export function answerOf(result: Result<AcceptedTransfer, TransferFault>): string {
  if (result.ok) return result.value.replayed ? 'replayed' : result.value.view.status
  const { problem } = result
  if (problem.kind === 'refused') return problem.refusal.code
  if (problem.kind !== 'faults') return problem.kind
  return `${problem.round} ${problem.reasons.map(({ code }) => code).join(' ')}`
}

/** Of a transfer that must be accepted. */
export function accepted(result: Result<AcceptedTransfer, TransferFault>): AcceptedTransfer {
  if (!result.ok) throw new Error(`not accepted: ${JSON.stringify(result.problem)}`)
  return result.value
}
