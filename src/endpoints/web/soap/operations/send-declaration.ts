import { no, ok } from '../../../../base/result.ts'
import { isEnvironment } from '../../../../batch/environment.ts'
import type { PartKind, Transfer, TransferFault } from '../../../../mailbox/transfers/transfers.ts'
import type { Caller } from '../../caller.ts'
import { transferFault } from '../faults/business-faults.ts'
import { notNow, systemFault } from '../faults/system-faults.ts'
import type { Fields } from '../schema/read-fields.ts'
import type { Serve } from './operation.ts'

const SHA256_BYTES = 32

type Sending = Fields & {
  readonly FileName: string
  readonly Environment: string
  readonly Digest: { readonly Value: Buffer }
  readonly Declaration: Buffer
  readonly Signature?: Buffer
  readonly Go?: boolean
}

/** One declaration, and its signature; which set they belong to follows from the name. */
export const sendDeclaration: Serve<Caller> = async (fields, { ground, senders, caller }) => {
  const { FileName, Environment, Digest, Declaration, Signature, Go = true } = fields as Sending
  const { setName, environment, signatureName } = namesFrom(FileName)
  if (isEnvironment(environment) && environment !== Environment) return no(systemFault('SOA-03007', 'Environment'))
  const mustShow = ground.settings.web.requireMutualTls.some((name) => name === Environment)
  if (mustShow && !caller.isMutualTls) return no(systemFault('SOA-01002', 'Environment'))
  if (Digest.Value.length !== SHA256_BYTES) return no(systemFault('SOA-03006', 'Digest/Value'))
  const place = senders.transfer(caller.visitor.sender)
  if (!place.ok) return no(notNow(place.problem.retryAfterSec)) // rule 18.13
  using _ = place.value
  await using transfer = ground.mailbox.transfers.begin(caller.visitor)
  const fault =
    (await put(transfer, 'declaration', FileName, Declaration)) ??
    (Signature ? await put(transfer, 'signature', signatureName, Signature) : null)
  if (fault) return no(transferFault(fault))
  const digests = new Map([[FileName, Digest.Value.toString('hex')]])
  const accepted = await transfer.finish({ setName, go: Go, digests })
  if (!accepted.ok) return no(transferFault(accepted.problem))
  const { view, replayed } = accepted.value
  return ok({
    ...{ TransferId: view.transferId, Ticket: view.ticket, Status: view.status },
    ...{ ReceivedAt: view.sealedAt ?? view.openedAt, Replayed: replayed },
  })
}

/** `FI.DMFA.123456.20260105.00001.R.1.1` belongs to `DMFA.123456.20260105.00001.R.1`; whether the name is right is for the gate to say. */
export function namesFrom(fileName: string): { setName: string; environment: string; signatureName: string } {
  const [, ...elements] = fileName.split('.')
  return {
    setName: elements.slice(0, 6).join('.'),
    environment: elements[4] ?? '',
    signatureName: ['FS', ...elements].join('.'),
  }
}

async function put(transfer: Transfer, kind: PartKind, name: string, bytes: Buffer): Promise<TransferFault | null> {
  const part = await transfer.part(kind, name)
  if (!part.ok) return part.problem
  const written = await part.value.write(bytes)
  return written.ok ? null : written.problem
}
