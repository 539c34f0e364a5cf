/** One channel, certificate or key: what is known of it, what can be renamed or moved in place, and the ways to what is told before. */
import { ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Section } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import type { ShownProof, ShownReports, ShownSshKey } from '../../../registry/setup/overview.ts'
import { changeReportsNetwork, nameReportsProof } from '../../operations/reports-changes.ts'
import { DAYS_TOLD, reportsActivity } from '../../operations/reports-view.ts'
import { changeForm } from './change-form.tsx'
import { CHANNEL_FAULTS, NetworkField, networksFor } from './channel-fields.tsx'
import { keyName, sshKeyIn } from './confirmed-changes.tsx'
import { isOpen, type ReportsPage, reportsPath } from './place.ts'
import { CERTIFICATE_WORDS, proofName, USAGE_WORDS } from './words.ts'
import { NOTHING_WRONG, type Wrong } from './wrong.tsx'

const NAME_FORM = { label: 'text' } as const
const NAME_FAULTS = { labelMalformed: 'label' }

const CERTIFICATE = changeForm({
  ...{ path: 'certificates/:certificate', row: 'changeProofs', form: NAME_FORM, fields: NAME_FAULTS },
  title: 'term.certificate',
  labels: ({ t }) => ({ label: t('reports.label') }),
  find: ({ certificates }, { certificate }) => certificates.find(({ sha256 }) => sha256 === certificate),
  check: () => NOTHING_WRONG,
  change: (ask, version, { label }, { sha256 }: ShownProof) =>
    nameReportsProof(ask, version, { kind: 'certificate', sha256, label }),
  after: async (ask) => ({ to: reportsPath(ask), done: 'saved' }),
  body: ({ ask, form, subject, wrong }) => <LabelField ask={ask} value={(form ?? subject).label} wrong={wrong} />,
  below: ({ ask, reports, subject }) => certificateFacts(ask, reports, subject),
})

const KEY = changeForm({
  ...{ path: 'ssh-keys/:key', row: 'changeProofs', form: NAME_FORM, fields: NAME_FAULTS, title: 'term.sshKey' },
  labels: ({ t }) => ({ label: t('reports.label') }),
  find: ({ channels }, { key }) => sshKeyIn(channels, key),
  check: () => NOTHING_WRONG,
  change: (ask, version, { label }, { sha256 }: ShownSshKey) =>
    nameReportsProof(ask, version, { kind: 'sshKey', sha256, label }),
  after: async (ask) => ({ to: reportsPath(ask), done: 'saved' }),
  body: ({ ask, form, subject, wrong }) => <LabelField ask={ask} value={(form ?? subject).label} wrong={wrong} />,
  below: ({ ask, subject }) => <KeyFacts ask={ask} subject={subject} />,
})

const NETWORK = changeForm({
  ...{ path: 'channels/ftp/network', row: 'changeChannels', form: { network: 'text' }, fields: CHANNEL_FAULTS },
  ...{ title: 'reports.network.title', lead: 'reports.network.lead' },
  labels: ({ t }) => ({ network: t('reports.network') }),
  find: ({ channels }, _params) => channels.find(({ type }) => type === 'ftp'),
  check: () => NOTHING_WRONG,
  change: (ask, version, { network }) => changeReportsNetwork(ask, version, network),
  after: async (ask) => ({ to: reportsPath(ask), done: 'networkChanged' }),
  body: ({ ask, form, subject, wrong }) =>
    networksFor(ask).length > 1 ? (
      <NetworkField ask={ask} value={form?.network ?? subject.network ?? 'internet'} error={wrong.errors.network} />
    ) : (
      <p>{ask.t('reports.network.one')}</p>
    ),
})

export const DETAIL_FORMS = [...CERTIFICATE, ...KEY, ...NETWORK]

function LabelField({
  ask: { t },
  value,
  wrong,
}: {
  readonly ask: ReportsPage
  readonly value: string
  readonly wrong: Wrong
}) {
  const { label: error } = wrong.errors
  return (
    <TextField
      {...{ name: 'label', label: t('reports.label'), hint: t('reports.labelHint'), value, error }}
      lengthMax={100}
    />
  )
}

async function certificateFacts(ask: ReportsPage, { senderNumber }: ShownReports, proof: ShownProof) {
  const { t, formats } = ask
  const { sha256, subject, issuer, serial, usages, notBefore, notAfter, state } = proof
  const { certificates } = await reportsActivity(ask, senderNumber)
  const use = certificates.find((one) => one.sha256 === sha256)
  const validity = { from: formats.date(notBefore), until: formats.date(notAfter) }
  return (
    <Section id="certificate" title={proofName(proof)}>
      <Facts
        facts={[
          [t('reports.state'), t(CERTIFICATE_WORDS[state])],
          [t('reports.usage'), formats.list(usages.map((usage) => t(USAGE_WORDS[usage])))],
          [t('reports.holder'), subject],
          [t('reports.issuer'), issuer],
          [t('reports.serial'), <Id key="serial">{serial}</Id>],
          [t('reports.validity'), t('reports.fromUntil', validity)],
          [t('reports.sha256'), <Id key="sha256">{sha256}</Id>],
          [t('reports.signing'), t('reports.signed', { sets: use?.sets ?? 0, days: DAYS_TOLD })],
          [t('reports.lastUsed'), use && formats.dateTime(use.lastAt)],
        ]}
      />
      <RemoveLink ask={ask} path={`certificates/${sha256}/remove`} />
    </Section>
  )
}

function KeyFacts({ ask, subject }: { readonly ask: ReportsPage; readonly subject: ShownSshKey }) {
  const { t, formats } = ask
  const { sha256, algorithm, fingerprint, comment, since } = subject
  return (
    <Section id="key" title={keyName(subject)}>
      <Facts
        facts={[
          [t('reports.algorithm'), algorithm],
          [t('reports.fingerprint'), <Id key="fingerprint">{fingerprint}</Id>],
          [t('reports.comment'), comment],
          [t('reports.since'), formats.date(since)],
        ]}
      />
      <RemoveLink ask={ask} path={`ssh-keys/${sha256}/remove`} />
    </Section>
  )
}

function RemoveLink({ ask, path }: { readonly ask: ReportsPage; readonly path: string }) {
  if (!isOpen(ask, 'changeProofs')) return null
  return (
    <Buttons>
      <ButtonLink kind="danger" href={reportsPath(ask, path)}>
        {ask.t('button.remove')}
      </ButtonLink>
    </Buttons>
  )
}
