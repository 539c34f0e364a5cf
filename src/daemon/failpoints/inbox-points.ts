import { setImmediate as anotherTurn } from 'node:timers/promises'
import { Unavailable } from '../../base/errors.ts'
import type { Failpoints } from '../../base/failpoints.ts'
import type { OpenMailbox } from '../../mailbox/mailbox.ts'
import { instead } from './instead.ts'

/** Passes P6 when a file, a rename or a whole set was committed, and P7 when the endpoint had its turn to reply. */
export function inboxPoints(mailbox: OpenMailbox, failpoints: Failpoints | undefined): OpenMailbox {
  if (!failpoints) return mailbox
  const { transfers } = mailbox
  const begin: typeof transfers.begin = (visitor) => {
    const transfer = transfers.begin(visitor)
    return instead(transfer, { finish: (words) => told(transfer.finish(words), failpoints) })
  }
  return instead(mailbox, {
    transfers: instead(transfers, { begin }),
    async upload(...words) {
      const begun = await mailbox.upload(...words)
      if (!begun.ok) return begun
      const upload = begun.value
      return { ok: true, value: instead(upload, { finish: () => told(upload.finish(), failpoints) }) }
    },
    rename: (...words) => told(mailbox.rename(...words), failpoints),
  })
}

/** A reply that is lost at P7 is one that says it failed: to the client the file is not known to be taken, and it is. */
async function told<Outcome extends { readonly ok: boolean }>(
  committing: Promise<Outcome>,
  failpoints: Failpoints,
): Promise<Outcome> {
  const outcome = await committing
  if (!outcome.ok) return outcome
  await failpoints.pass('P6')
  if (failpoints.loses('P7')) throw new Unavailable('The failpoint P7 lost the reply.')
  // nobody waits for what fails behind the reply
  void anotherTurn()
    .then(() => failpoints.pass('P7'))
    .catch(() => {})
  return outcome
}
