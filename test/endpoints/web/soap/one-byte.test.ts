import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attempt } from './attempts.ts'
import { bodyOf, requestOf, signed } from './signed-message.ts'
import { makeSigner } from './signers.ts'

/** What was signed, or a refusal, which is one word. */
const SEEN_OR_REFUSED = /^(?:getTransferStatus\(Ticket=mine\)|[A-Za-z0-9-]+)$/

test('rule 18.6: no message in which a byte was changed is taken for something else', async () => {
  const message = Buffer.from(
    signed(await makeSigner('ec'), bodyOf(requestOf('getTransferStatus', { Ticket: 'mine' }))),
  )
  const place = fc.nat({ max: message.length - 1 })
  const byte = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('<>&"\'/ #:;=-!a')))
  await fc.assert(
    fc.asyncProperty(place, byte, fc.constantFrom('changed', 'put in', 'taken out'), async (at, value, how) => {
      const before = message.subarray(0, at)
      const after = message.subarray(how === 'put in' ? at : at + 1)
      const changed = Buffer.concat([before, Buffer.from(how === 'taken out' ? [] : [value]), after])
      expect(await attempt(changed)).toMatch(SEEN_OR_REFUSED)
    }),
    { numRuns: 1000 },
  )
})
