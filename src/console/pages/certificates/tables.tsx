import { ButtonLink } from '../../../http/components/buttons.tsx'
import { State } from '../../../http/components/state.tsx'
import { type Column, Table } from '../../../http/components/table.tsx'
import type { CertificateView } from '../../../registry/certificate-list.ts'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import type { Ask } from '../../ask.ts'
import type { OwnKey } from '../../gateway-view.ts'
import type { SignerCertificate } from '../../operations/certificates.ts'
import { PLACES } from '../../places.ts'
import { senderPath } from '../senders/place.ts'
import { DaysShown } from './days.tsx'

type Shown = {
  readonly ask: Ask
  readonly certificates: readonly SignerCertificate[]
  readonly view: CertificateView
}

export function CertificateTable({ ask, certificates, view }: Shown) {
  const { t, formats } = ask
  return (
    <Table
      caption={t('certificates.title')}
      rows={certificates}
      keyOf={({ certificateId }) => certificateId}
      columns={[
        { title: t('certificates.subject'), cell: (certificate) => <Name certificate={certificate} /> },
        {
          title: t('certificates.sender'),
          cell: ({ senderNumber, legalName }) => (
            <>
              <a class="id" href={senderPath(senderNumber)}>
                {senderNumber}
              </a>
              <br />
              <span class="quiet small">{legalName}</span>
            </>
          ),
        },
        {
          title: t('certificates.usage'),
          isOptional: true,
          cell: ({ usages }) => formats.list(usages.map((usage) => usageIn(ask, usage))),
        },
        { title: t('certificates.ends'), cell: ({ notAfter }) => formats.date(notAfter) },
        { title: t('certificates.left'), cell: ({ daysLeft }) => <DaysShown t={t} daysLeft={daysLeft} /> },
        standingColumn(ask),
        ...(view === 'waiting' ? waitingColumns(ask) : [signsColumn(ask)]),
      ]}
    />
  )
}

function Name({ certificate: { subject, label, issuer, sha256 } }: { readonly certificate: SignerCertificate }) {
  return (
    <>
      {label || subject}
      <br />
      <span class="quiet small">{issuer}</span>
      <br />
      <span class="id quiet small">{sha256.slice(0, 16)}</span>
    </>
  )
}

function usageIn({ t }: Ask, usage: string): string {
  return usage === 'signature' || usage === 'clientAuthentication' ? t(`certificates.usage.${usage}`) : usage
}

const TONES = { good: 'good', revoked: 'bad', notOffered: 'plain', unknown: 'warn' } as const

/** What the authorities last said, and how long ago. */
function standingColumn({ t, formats, now }: Ask): Column<SignerCertificate> {
  return {
    title: t('certificates.standing'),
    isOptional: true,
    cell: ({ standing, checkedAt }) =>
      standing === null ? (
        t('certificates.standing.notAsked')
      ) : (
        <>
          <State tone={TONES[standing]}>{t(`certificates.standing.${standing}`)}</State>
          {checkedAt && (
            <>
              <br />
              <span class="quiet small">{formats.age(checkedAt, now)}</span>
            </>
          )}
        </>
      ),
  }
}

/** Who has a successor and still signs with this one is who has to be told. */
function signsColumn({ t, formats, now }: Ask): Column<SignerCertificate> {
  return {
    title: t('certificates.signs'),
    cell: ({ signed, hasSuccessor }) => (
      <>
        {signed
          ? t('certificates.signsSets', { sets: signed.sets, age: formats.age(signed.lastAt, now) })
          : t('certificates.signsNone')}
        {hasSuccessor && (
          <>
            <br />
            <State tone={signed ? 'warn' : 'plain'}>
              {t(signed ? 'certificates.stillOld' : 'certificates.hasSuccessor')}
            </State>
          </>
        )}
      </>
    ),
  }
}

function waitingColumns({ t, formats, operator }: Ask): Column<SignerCertificate>[] {
  const uploaded: Column<SignerCertificate> = {
    title: t('certificates.uploaded'),
    cell: ({ since }) => formats.dateTime(since),
  }
  if (!doesRoleReach(operator.role, 'operator')) return [uploaded]
  return [
    uploaded,
    {
      title: t('sessions.act'),
      cell: ({ senderNumber, sha256, subject }) => (
        <ButtonLink kind="small" href={`${PLACES.certificates}/${senderNumber}/${sha256}`}>
          {t('certificates.decide')} <span class="off">{subject}</span>
        </ButtonLink>
      ),
    },
  ]
}

export function OwnKeyTable({ ask: { t, formats }, keys }: { readonly ask: Ask; readonly keys: readonly OwnKey[] }) {
  return (
    <Table
      caption={t('certificates.view.own')}
      rows={keys}
      keyOf={({ use, name, fingerprint }) => `${use} ${name} ${fingerprint}`}
      columns={[
        { title: t('keys.use'), cell: ({ use }) => t(`keys.use.${use}`) },
        {
          title: t('keys.name'),
          cell: ({ name, subject }) => (
            <>
              <span class="id">{name}</span>
              <br />
              <span class="quiet small">{subject}</span>
            </>
          ),
        },
        {
          title: t('certificates.fingerprint'),
          cell: ({ fingerprint }) => <span class="id small">{fingerprint}</span>,
        },
        {
          title: t('certificates.left'),
          cell: (key) => <Left {...{ t, ownKey: key }} />,
        },
        {
          title: t('certificates.ends'),
          cell: ({ endsAt, trouble }) => (endsAt ? formats.date(endsAt) : trouble ? null : t('keys.noEnd')),
        },
        {
          title: t('keys.from'),
          cell: ({ from }) => (from === '' ? t('keys.database') : <span class="id">{from}</span>),
        },
      ]}
    />
  )
}

function Left({ t, ownKey: { trouble, daysLeft } }: Pick<Ask, 't'> & { readonly ownKey: OwnKey }) {
  if (trouble !== null) return <State tone="bad">{t(`keys.trouble.${trouble}`)}</State>
  return daysLeft === null ? null : <DaysShown t={t} daysLeft={daysLeft} />
}
