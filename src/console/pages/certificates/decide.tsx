/** The second pair of eyes for a certificate that names no enterprise. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Id } from '../../../http/components/facts.tsx'
import { Head } from '../../../http/components/section.tsx'
import { withQuery } from '../../../http/keyset.ts'
import type { Ask } from '../../ask.ts'
import { decideCertificate, seeCertificates } from '../../operations/certificates.ts'
import type { Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { type Again, actRoutes } from '../act-routes.ts'

const PATH = `${PLACES.certificates}/:senderNumber/:sha256` as const
const WAITING = withQuery(PLACES.certificates, { view: 'waiting' })

export const DECIDE_PAGES = actRoutes({
  ...{ path: PATH, role: 'operator', fields: { verb: 'text' }, done: 'certificateDecided' },
  to: () => WAITING,
  page: decidePage,
  act({ ground, operator, params }, { verb: chosen, reason }) {
    const verb = chosen === 'approve' ? 'approve' : 'reject'
    return decideCertificate(ground, operator, { ...params, verb, reason })
  },
})

type Place = { readonly senderNumber: string; readonly sha256: string }

async function decidePage(ask: Ask<Place>, again: Again): Promise<Page> {
  const { t, formats, ground, operator, params } = ask
  const { senderNumber, sha256 } = params
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
