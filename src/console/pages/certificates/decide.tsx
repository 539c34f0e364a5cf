/** The second pair of eyes for a certificate that names no enterprise. */
import type { Refusal } from '../../../base/refusal.ts'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Id } from '../../../http/components/facts.tsx'
import { Head } from '../../../http/components/section.tsx'
import { withQuery } from '../../../http/keyset.ts'
import type { Ask } from '../../ask.ts'
import { decideCertificate, seeCertificates } from '../../operations/certificates.ts'
import { consolePage, type Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'

const PATH = `${PLACES.certificates}/:senderNumber/:sha256` as const
const WAITING = withQuery(PLACES.certificates, { view: 'waiting' })

const SHOW = consolePage({
  method: 'GET',
  path: PATH,
  role: 'operator',
  handle: (ask) => decidePage(ask, ask.params),
})

const DECIDE = consolePage({
  method: 'POST',
  path: PATH,
  role: 'operator',
  form: { verb: 'text', reason: 'lines' },
  async handle({ form: { verb: chosen, reason }, ...ask }) {
    const verb = chosen === 'approve' ? 'approve' : 'reject'
    const decided = await decideCertificate(ask.ground, ask.operator, { ...ask.params, verb, reason })
    if (decided.ok) return { to: WAITING, done: 'certificateDecided' }
    return decidePage(ask, ask.params, { refused: decided.problem, reason })
  },
})

export const DECIDE_PAGES = [SHOW, DECIDE]

type Place = { readonly senderNumber: string; readonly sha256: string }
type Again = { readonly refused?: Refusal; readonly reason?: string }

async function decidePage(ask: Ask, { senderNumber, sha256 }: Place, again: Again = {}): Promise<Page> {
  const { t, formats, ground, operator } = ask
  const filter = { view: 'waiting', text: sha256, limit: 50 } as const
  const { certificates } = await seeCertificates(ground, operator, filter)
  const found = certificates.find((each) => each.senderNumber === senderNumber && each.sha256 === sha256)
  if (!found && !again.refused) return gonePage(ask)
  return actPage(ask, {
    ...{ title: t('certificates.decideTitle'), effect: t('certificates.decideEffect'), ...again },
    facts: [
      [t('certificates.sender'), found && `${senderNumber} ${found.legalName} (${found.enterpriseNumber})`],
      [t('certificates.subject'), found?.subject],
      [t('certificates.issuer'), found?.issuer],
      [t('certificates.fingerprint'), <Id key="sha256">{sha256}</Id>],
      [t('certificates.ends'), found && formats.date(found.notAfter)],
      [t('certificates.uploaded'), found && formats.dateTime(found.since)],
    ],
    buttons: [
      { label: t('certificates.approve'), kind: 'main', value: 'approve' },
      { label: t('certificates.reject'), kind: 'danger', value: 'reject' },
    ],
    back: { href: WAITING, label: t('certificates.title') },
  })
}

function gonePage({ t }: Ask): Page {
  return {
    title: t('certificates.decideTitle'),
    status: 404,
    body: (
      <>
        <Head title={t('certificates.decideTitle')} />
        <Empty action={<ButtonLink href={WAITING}>{t('certificates.title')}</ButtonLink>}>
          {t('certificates.decided')}
        </Empty>
      </>
    ),
  }
}
