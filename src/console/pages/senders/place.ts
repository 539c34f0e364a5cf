import { PLACES } from '../../places.ts'

export function senderPath(senderNumber: string): string {
  return `${PLACES.senders}/${senderNumber}`
}
