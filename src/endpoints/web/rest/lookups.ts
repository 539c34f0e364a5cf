import { z } from 'zod'
import { no, ok, type Result } from '../../../base/result.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import { LOOK_UP_EVENTS } from '../../../mailbox/lookups/look-up.ts'
import type { WebGround } from '../ground.ts'
import { type RestProblem, restProblem } from '../problems.ts'
import { originOfRequest } from '../request-origin.ts'
import { OriginRate } from './origin-rate.ts'
import { restRoute } from './route.ts'

const HEX_OR_BASE64 = /^(?:[0-9A-Fa-f]{64}|[0-9A-Za-z+/_-]{43}=?)$/

const question = z.strictObject({
  fileName: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .describe('Exactly as the file was sent.')
    .meta({ example: 'FI.DMFA.123456.20260105.00001.R.1.1' }),
  sha256: z
    .string()
    .regex(HEX_OR_BASE64)
    .optional()
    .describe('Of its content, in hexadecimal or base64. Of a GO, a TD and an empty file it proves nothing.'),
  ticket: z
    .string()
    .regex(/^[0-9A-Za-z]{13}$/)
    .optional()
    .describe('Of its set. One of the two is needed; both must fit when both are told.'),
})

const timeline = z.object({
  events: z.array(z.object({ at: z.iso.datetime(), event: z.enum(LOOK_UP_EVENTS) })).describe('Oldest first.'),
})

export const LOOKUP_ROUTES = [
  restRoute({
    ...{ method: 'POST', path: '/lookups', access: 'anybody' },
    summary: 'Where is my file? Tells when what happened to it, and nothing else, to whoever knows it.',
    body: question,
    rated: isRated,
    answers: { 200: { description: 'What happened to the set of the file until now.', schema: timeline } },
    problems: ['badRequest', 'resourceNotFound', 'tooManyRequests'],
    async handle({ body: { fileName, sha256, ticket }, ground }) {
      if (sha256 === undefined && ticket === undefined) return NO_PROOF
      const proof = { ...(sha256 !== undefined && { sha256: hexOf(sha256) }), ...(ticket !== undefined && { ticket }) }
      const moments = await ground.mailbox.lookUp({ fileName, ...proof })
      if (!moments) return NOT_KNOWN
      return ok({ status: 200, body: { events: moments.map(({ at, event }) => ({ at: at.toISOString(), event })) } })
    },
  }),
]

/** Of each service its own; forgotten with it. */
const RATES = new WeakMap<WebGround, OriginRate>()

/** rule 17.6: who asks often waits, whether he knows something or not. Behind the address of a network sit many, so there each address counts. */
function isRated(request: HttpRequest, ground: WebGround): Result<void, RestProblem> {
  const { lookupsPerMinute: limit } = ground.settings.limits
  const { address } = originOfRequest(request, ground)
  const { key, isCapped } = ground.originOf(address)
  const rate = RATES.get(ground) ?? new OriginRate()
  RATES.set(ground, rate)
  const retryAfterSec = rate.secondsToWait(isCapped ? key : address, limit, ground.ticks())
  if (retryAfterSec === 0) return ok(undefined)
  return no(restProblem('tooManyRequests', { retryAfterSec, members: { limit }, detail: ASKED_TOO_OFTEN }))
}

function hexOf(told: string): string {
  return told.length === 64 ? told.toLowerCase() : Buffer.from(told, 'base64').toString('hex')
}

const ASKED_TOO_OFTEN = {
  de: 'Von Ihrer Adresse wurde zu oft gefragt. Warten Sie die genannte Zeit ab.',
  fr: 'Trop de questions sont venues de votre adresse. Attendez le temps indiqué.',
  nl: 'Er zijn te veel vragen van uw adres gekomen. Wacht de vermelde tijd.',
  en: 'Too many questions came from your address. Wait for the time that is told.',
}

/** The same for a file that we do not know and for a proof that is not right. */
const NOT_KNOWN: Result<never, RestProblem> = no(
  restProblem('resourceNotFound', {
    detail: {
      de: 'Eine Datei mit diesem Namen und diesem Nachweis kennen wir nicht. Prüfen Sie beides genau.',
      fr: 'Nous ne connaissons aucun fichier portant ce nom avec cette preuve. Vérifiez exactement les deux.',
      nl: 'Wij kennen geen bestand met deze naam en dit bewijs. Kijk beide nauwkeurig na.',
      en: 'We know no file of this name with this proof. Check both exactly.',
    },
  }),
)

const NO_PROOF: Result<never, RestProblem> = no(
  restProblem('badRequest', {
    issues: [
      {
        ...{ issue: 'requiredInput', in: 'body', name: 'sha256' },
        detail: {
          de: 'Der SHA-256 der Datei oder das Ticket ihrer Sendung wird gebraucht. Nennen Sie eines von beiden.',
          fr: 'Le SHA-256 du fichier ou le ticket de son envoi est nécessaire. Indiquez l’un des deux.',
          nl: 'De SHA-256 van het bestand of het ticket van zijn zending is nodig. Geef een van beide op.',
          en: 'The SHA-256 of the file or the ticket of its set is needed. Tell one of the two.',
        },
      },
    ],
  }),
)
