import { z } from 'zod'
import { no, ok } from '../../../base/result.ts'
import { ENVIRONMENTS } from '../../../batch/environment.ts'
import { pageHeaders } from '../../../http/page.tsx'
import { restProblem } from '../problems.ts'
import { problemTypePage } from './problem-type-page.tsx'
import { problemTypeOf } from './problem-types.ts'
import { restRoute } from './route.ts'

const declarationType = z.object({
  declarationType: z.string().meta({ example: 'DMFA' }),
  labels: z.object({ de: z.string(), fr: z.string(), nl: z.string(), en: z.string() }),
  environments: z.array(z.enum(ENVIRONMENTS)).describe('In which it may be sent.'),
})

const problemType = z.object({
  type: z.string().describe('The whole URN.'),
  title: z.string(),
  detail: z.string().describe('What it means, and what to do.'),
  status: z.int().optional().describe('Left out for what is said of single inputs.'),
})

const answerCertificate = z.object({
  use: z.enum(['present', 'next', 'past']).describe('It signs answers, will sign them, or has signed them.'),
  subject: z.string(),
  serial: z.string().describe('Hexadecimal.'),
  sha256: z.string().describe('Of the DER, hexadecimal.'),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime().describe('Answers that it signed before stay good afterwards.'),
  pem: z.string(),
})

export const REF_DATA_ROUTES = [
  restRoute({
    ...{ method: 'GET', path: '/refData/declarationTypes', access: 'anybody' },
    summary: 'The declarations that are taken.',
    answers: {
      200: { description: 'All of them.', schema: z.object({ self: z.url(), items: z.array(declarationType) }) },
    },
    async handle({ ground, urlOf }) {
      const items = ground.settings.services.map(({ code, labels, environments }) => {
        const { de, fr, nl, en } = labels
        return { declarationType: code, labels: { de, fr, nl, en }, environments: [...environments] }
      })
      return ok({ status: 200 as const, body: { self: urlOf('/refData/declarationTypes'), items } })
    },
  }),
  /** rule 29.11. */
  restRoute({
    ...{ method: 'GET', path: '/refData/answerCertificates', access: 'anybody' },
    summary: 'The certificates that verify the answers: the one that signs now, its successor, and those before.',
    answers: {
      200: { description: 'All of them.', schema: z.object({ self: z.url(), items: z.array(answerCertificate) }) },
    },
    async handle({ ground, urlOf }) {
      const items = (await ground.answerCertificates()).map(({ notBefore, notAfter, ...told }) => {
        return { ...told, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() }
      })
      return ok({ status: 200 as const, body: { self: urlOf('/refData/answerCertificates'), items } })
    },
  }),
  restRoute({
    ...{ method: 'GET', path: '/refData/problemTypes/:type', access: 'anybody' },
    summary: 'What a problem means, for people: a page in the language that is asked for, or JSON.',
    answers: {
      200: { description: 'Meaning and remedy.', schema: problemType, mediaType: 'text/html; charset=utf-8' },
    },
    problems: ['resourceNotFound'],
    async handle({ params, request, language }) {
      const told = problemTypeOf(params.type, language)
      if (!told) return no(restProblem('resourceNotFound'))
      const headers = { 'content-language': language, vary: 'Accept, Accept-Language' }
      if (wantsJson(request.headers.accept)) return ok({ status: 200, headers, body: told })
      const page = Buffer.from(problemTypePage(told, language))
      return ok({ status: 200, headers: { ...headers, ...pageHeaders() }, bytes: page, length: page.length })
    },
  }),
]

/** Who asks for anything is a person with a browser, or will be one. */
function wantsJson(accept = ''): boolean {
  return /\bjson\b/i.test(accept) && !/\bhtml\b/i.test(accept)
}
