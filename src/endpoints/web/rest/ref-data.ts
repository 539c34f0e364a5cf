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
