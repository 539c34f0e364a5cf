import { DaysLeft } from '../../../http/components/days-left.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Environments } from '../../../http/components/environments.tsx'
import { Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { Fragment } from '../../../http/elements.ts'
import type { ShownProof, ShownService } from '../../../registry/setup/overview.ts'
import { DAYS_TOLD } from '../../operations/reports-view.ts'
import { isEnding } from '../../reports-standing.ts'
import type { Overview } from './overview-parts.ts'
import { isOpen, reportsPath } from './place.ts'
import {
  CERTIFICATE_WORDS,
  CHANNEL_WORDS,
  commonName,
  ENVIRONMENT_WORDS,
  proofName,
  serviceName,
  USAGE_WORDS,
} from './words.ts'

const LETTERS = ['R', 'T', 'S'] as const

/** Certificates with what they serve, when they signed last and how long they last. */
export function CertificatesPart({ ask, reports, activity }: Overview) {
  const { t, formats } = ask
  const lastAt = (proof: ShownProof) => activity.certificates.find(({ sha256 }) => sha256 === proof.sha256)?.lastAt
  return (
    <Section
      id="certificates"
      title={t('reports.certificates')}
      aside={
        isOpen(ask, 'changeProofs') && (
          <a href={reportsPath(ask, 'certificates/add')}>{t('reports.do.addCertificate')}</a>
        )
      }
    >
      {reports.certificates.length === 0 ? (
        <Empty>{t('reports.noCertificates')}</Empty>
      ) : (
        <Table
          caption={t('reports.certificates')}
          rows={reports.certificates}
          keyOf={({ sha256 }) => sha256}
          columns={[
            { title: t('reports.label'), cell: (proof) => <CertificateName ask={ask} proof={proof} /> },
            {
              title: t('reports.usage'),
              cell: ({ usages }) => formats.list(usages.map((usage) => t(USAGE_WORDS[usage]))),
            },
            { title: t('reports.lastUsed'), cell: (proof) => <LastUse at={lastAt(proof)} ask={ask} /> },
            { title: t('reports.validUntil'), cell: ({ notAfter }) => formats.date(notAfter) },
            { title: t('reports.left'), cell: (proof) => <Left ask={ask} proof={proof} /> },
          ]}
        />
      )}
    </Section>
  )
}

type Shown = Pick<Overview, 'ask'> & { readonly proof: ShownProof }

function CertificateName({ ask, proof }: Shown) {
  const path = reportsPath(ask, `certificates/${proof.sha256}`)
  return (
    <>
      <a href={path}>{proofName(proof)}</a>
      <br />
      <span class="quiet small">{commonName(proof.issuer)}</span>
    </>
  )
}

function LastUse({ at, ask: { t, formats } }: Pick<Overview, 'ask'> & { readonly at: Date | undefined }) {
  if (!at) return <span class="quiet">{t('reports.notUsed', { days: DAYS_TOLD })}</span>
  return <Moment at={at}>{formats.dateTime(at)}</Moment>
}

/** In place of the days when it does not hold any more, or not yet. */
function Left({ ask: { t, formats }, proof }: Shown) {
  const { state, daysLeft, notBefore, notAfter } = proof
  if (daysLeft < 0) return <strong class="is-bad">{t('reports.certificate.expired')}</strong>
  if (state !== 'valid' && state !== 'expiring') return <strong class="is-warn">{t(CERTIFICATE_WORDS[state])}</strong>
  const whole = (notAfter.getTime() - notBefore.getTime()) / 86_400_000
  return (
    <DaysLeft share={daysLeft / whole} isSoon={isEnding(proof)}>
      {t('reports.daysLeft', { days: daysLeft, shown: formats.number(daysLeft) })}
    </DaysLeft>
  )
}

/** Online services, with what was sent to each of late. */
export function ServicesPart({ ask, reports, activity }: Overview) {
  const { t, formats } = ask
  const countOf = ({ service }: ShownService) => activity.services.find((one) => one.service === service)
  return (
    <Section
      id="services"
      title={t('term.onlineServices')}
      aside={
        isOpen(ask, 'chooseServices') && <a href={reportsPath(ask, 'services')}>{t('reports.do.changeServices')}</a>
      }
    >
      <Table
        caption={t('term.onlineServices')}
        rows={reports.services}
        keyOf={({ service }) => service}
        columns={[
          { title: t('reports.service'), cell: ({ service }) => <ServiceName ask={ask} code={service} /> },
          {
            title: t('term.channel'),
            cell: ({ channels }) => formats.list(channels.map((type) => t(CHANNEL_WORDS[type]))),
          },
          {
            title: t('reports.environments'),
            cell: ({ environments }) => <Environments letters={LETTERS.filter((one) => environments.includes(one))} />,
          },
          {
            title: t('reports.sets', { days: DAYS_TOLD }),
            cell: (row) => formats.number(countOf(row)?.sets ?? 0),
            isNumber: true,
          },
          { title: t('reports.rejected'), cell: (row) => formats.number(countOf(row)?.rejected ?? 0), isNumber: true },
        ]}
      />
      <p class="small quiet legend">
        {LETTERS.map((letter) => (
          <Fragment key={letter}>
            <Environments letters={[letter]} />
            {t(ENVIRONMENT_WORDS[letter])}{' '}
          </Fragment>
        ))}
      </p>
    </Section>
  )
}

export function ServiceName({ ask, code }: Pick<Overview, 'ask'> & { readonly code: string }) {
  return (
    <>
      {code} <span class="quiet">{serviceName(ask, code)}</span>
    </>
  )
}
