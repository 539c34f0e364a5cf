/** Reading the content of one file: what it is, why, and then it comes as a download. */
import type { Refusal } from '../../../base/refusal.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import { Id } from '../../../http/components/facts.tsx'
import type { Ask } from '../../ask.ts'
import { type FoundFile, findFile, readContents } from '../../operations/contents/read-contents.ts'
import { consolePage, type Page, type PageAnswer } from '../../page-route.ts'
import { actPage } from '../act-page.tsx'
import { submissionPath } from './table.tsx'

const PLACE = '/submissions/:submissionId/contents/:file'

const SHOW = consolePage({
  ...{ method: 'GET', path: PLACE, role: 'viewer' },
  async handle(ask) {
    const found = await findFile(ask.ground, ask.operator, ask.params)
    return found.ok ? page(ask, found.value) : found.problem
  },
})

const READ = consolePage({
  ...{ method: 'POST', path: PLACE, role: 'viewer', form: { reason: 'lines' } },
  async handle({ form: { reason }, ...ask }) {
    const { ground, operator, params } = ask
    const read = await readContents(ground, operator, { ...params, reason })
    return read.ok ? read.value : again(ask, read.problem, reason)
  },
})

export const READ_PAGES = [SHOW, READ]

type Asked = Ask<{ readonly submissionId: string; readonly file: string }>

/** What is refused about the file or the reason is told above the form; who may not read at all gets no form. */
async function again(ask: Asked, refused: Refusal, reason: string): Promise<PageAnswer> {
  const found = await findFile(ask.ground, ask.operator, ask.params)
  return found.ok ? page(ask, found.value, { refused, reason }) : refused
}

type Again = { readonly refused: Refusal; readonly reason: string }

function page(ask: Ask, { one: { found }, file }: FoundFile, refused?: Again): Page {
  const { t, formats } = ask
  const name = safe(file.name)
  return actPage(ask, {
    ...{ title: t('contents.readOne', { name }), effect: t('contents.effect'), ...refused },
    facts: [
      [t('submissions.sender'), found.sender],
      [t('submission.size'), formats.bytes(file.bytes)],
      ['SHA-256', file.sha256 && <Id>{file.sha256}</Id>],
      [t('contents.title'), file.releasedAt && t('contents.released', { at: formats.date(file.releasedAt) })],
    ],
    buttons: [{ label: t('contents.read'), kind: 'main' }],
    back: { href: submissionPath(found.submissionId), label: safe(found.rawKey) },
  })
}
