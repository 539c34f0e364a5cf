import { z } from 'zod'
import { ok } from '../../base/result.ts'
import type { CheckedSet } from '../../batch/dry-run.ts'
import { ENVIRONMENTS } from '../../batch/environment.ts'
import type { Language } from '../../batch/languages.ts'
import { apiRoute } from '../api-route.ts'
import { CHECK_LIMITS } from '../check-limits.ts'
import { checkFiles } from '../operations/checks.ts'
import { reasonAnswer, reasonBody } from './reason-body.ts'

const checkedSet = z.object({
  setKey: z.string(),
  service: z.string().optional(),
  environment: z.enum(ENVIRONMENTS),
  outcome: z.enum(['accepted', 'rejected']),
  reasons: z.array(reasonAnswer),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
})

/** What the gate would answer; nothing is stored, so that it may be sent as often as one likes. */
export const POST_CHECKS = apiRoute({
  method: 'POST',
  path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/checks',
  row: 'seeConfiguration',
  summary: 'What would be answered to these files, if they were sent now. Nothing is stored.',
  status: 200,
  form: { files: 'files', channel: 'text' },
  limits: CHECK_LIMITS,
  answer: z.object({ sets: z.array(checkedSet) }),
  handle: async ({ ground, actor, params, form, language }) => {
    const checked = await checkFiles(ground, actor, params, form)
    return checked.ok ? ok({ body: { sets: checked.value.sets.map((set) => setBody(set, language)) } }) : checked
  },
})

function setBody(set: CheckedSet, language: Language): z.input<typeof checkedSet> {
  const { setKey, service, environment, outcome, reasons, files } = set
  return {
    ...{ setKey, environment, outcome },
    service: service ?? undefined,
    reasons: reasons.map((reason) => reasonBody(reason, language)),
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  }
}
