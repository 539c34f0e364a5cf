import { z } from 'zod'
import { ok } from '../../../../base/result.ts'
import type { CheckedSet } from '../../../../batch/dry-run.ts'
import { ENVIRONMENTS } from '../../../../batch/environment.ts'
import type { Language } from '../../../../batch/languages.ts'
import type { WebGround } from '../../ground.ts'
import { restRoute } from '../route.ts'
import { receiveParts } from '../transfers/receive-transfer.ts'
import { digestOf, digestSchema, reasonSchema, reasonsIn } from '../transfers/transfer-body.ts'
import { transferForm } from '../transfers/transfer-form.ts'
import { CheckPlaces } from './check-places.ts'
import { HeldFiles } from './held-files.ts'

const checkedSet = z.object({
  setName: z.string().describe('As far as the names agree on one; the name of a file that tells no set.'),
  environment: z.enum(ENVIRONMENTS),
  declarationType: z.string().optional(),
  outcome: z.enum(['accepted', 'rejected']),
  reasons: z.array(reasonSchema).describe('In the language that was asked for; empty when it would be accepted.'),
  files: z.array(z.object({ fileName: z.string(), bytes: z.int(), digest: digestSchema })),
})

export const CHECK_ROUTES = [
  restRoute({
    ...{ method: 'POST', path: '/checks', access: 'scope:structuredreports:transfer:send' },
    summary: 'What would be answered to these files, if they were sent now as a transfer. Nothing is stored.',
    form: transferForm,
    answers: {
      200: {
        description: 'The verdict on each set that the files make.',
        schema: z.object({ sets: z.array(checkedSet) }),
      },
    },
    problems: ['badRequest', 'payloadTooLarge', 'requestTimeout', 'tooManyRequests', 'serviceUnavailable'],
    async handle({ request, caller, ground, language }) {
      const { checksAtOnce, checkBytes } = ground.settings.limits
      const senderNumber = caller.visitor.sender
      const place = placesOf(ground).take(senderNumber, checksAtOnce)
      if (!place.ok) return place
      using _ = place.value
      const sent = { request, ground, filesBytesMax: checkBytes }
      const checked = await receiveParts(sent, () => {
        return new HeldFiles(checkBytes, (files) => ground.dryRun({ senderNumber, channel: 'web', files }))
      })
      return checked.ok
        ? ok({ status: 200 as const, body: { sets: checked.value.map((set) => setBody(set, language)) } })
        : checked
    },
  }),
]

/** Of each service its own; forgotten with it. */
const PLACES = new WeakMap<WebGround, CheckPlaces>()

function placesOf(ground: WebGround): CheckPlaces {
  const places = PLACES.get(ground) ?? new CheckPlaces()
  PLACES.set(ground, places)
  return places
}

/** The GO that the words of the request stand for is no file of the client's. */
function setBody({ setKey, service, environment, outcome, reasons, files }: CheckedSet, language: Language) {
  const sent = files.filter(({ name }) => !name.startsWith('GO.'))
  return {
    ...{ setName: setKey, environment, declarationType: service, outcome },
    reasons: reasonsIn(reasons, language),
    files: sent.map(({ name, bytes, sha256 }) => ({ fileName: name, bytes, digest: digestOf(sha256) })),
  }
}
