/** Who sends the sets of which key. */
import type { Visitor } from '../../src/mailbox/mailbox.ts'
import { SENDER } from '../mailbox/rig.ts'
import type { Key } from './commands.ts'
import { senderOf } from './picture.ts'

export const OTHER: Visitor = { ...SENDER, sender: senderOf('D'), principal: 's654321' }

export function visitorOf(key: Key): Visitor {
  return senderOf(key) === OTHER.sender ? OTHER : SENDER
}
