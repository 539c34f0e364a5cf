/** What each request does, and the packet or refusal that answers it. Errors that are thrown are the channel's affair. */
import { no, ok } from '../../base/result.ts'
import { limitsPacket, type Reply } from './answers.ts'
import { onHandle } from './on-handles.ts'
import { onName } from './on-names.ts'
import { open, openListing } from './opening.ts'
import { notOffered } from './refusals.ts'
import type { Operation } from './requests.ts'
import { payloadBytesMax, type Workplace } from './workplace.ts'

/** Must be called in the order in which the requests came: what touches the same file takes its place in line at once. */
export async function perform(place: Workplace, id: number, operation: Operation): Promise<Reply> {
  if (operation.do === 'open') return open(place, id, operation)
  if (operation.do === 'opendir') return openListing(place, id, operation.path)
  if (operation.do === 'limits') return ok(limits(place, id))
  if (operation.do === 'unsupported') return no(notOffered(operation.what))
  return 'handle' in operation ? onHandle(place, id, operation) : onName(place, id, operation)
}

function limits({ limits: { packetBytes, handles } }: Workplace, id: number): Buffer {
  const payload = payloadBytesMax({ packetBytes })
  return limitsPacket(id, [packetBytes, payload, payload, handles])
}
