/** The step of the proofs: certificates, and for SFTP the public key of the program (spec access.md §6.8 step 4). */
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Id } from '../../../http/components/facts.tsx'
import { missingIn } from '../../../registry/setup/contents.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import { saveReportsProofs } from '../../operations/reports-setup.ts'
import type { TextKey } from '../../texts.ts'
import type { ReportsPage } from './place.ts'
import {
  CERTIFICATE_FORM,
  CertificateFields,
  certificateIn,
  PROOF_FAULTS,
  ProofsHere,
  proofLabels,
  SSH_FORM,
  SshKeyFields,
  sshKeyIn,
} from './proof-fields.tsx'
import { type Stepped, WayBack, wizardPage } from './wizard-frame.tsx'
import { type StepForm, wizardStep } from './wizard-step.ts'
import { commonName, proofName } from './words.ts'
import { NOTHING_WRONG, type Wrong } from './wrong.tsx'

const FORM = { ...CERTIFICATE_FORM, ...SSH_FORM, without: 'list', next: 'text' } as const

type Filled = StepForm<typeof FORM>

export const CERTIFICATE_STEP = wizardStep({
  step: 'certificate',
  form: FORM,
  fields: PROOF_FAULTS,
  check: ({ t }, { file, use }) =>
    file && use.length === 0 ? { errors: { use: t('reports.chooseUsage') } } : NOTHING_WRONG,
  save: (ask, seen, form) =>
    saveReportsProofs(ask, seen, { ...certificateIn(form), ...sshKeyIn(form), without: form.without }),
  after: (ask, draft, { next }) => {
    if (next === 'more') return 'certificate'
    const wrong = lacking(ask, draft)
    return Object.keys(wrong.errors).length > 0 ? wrong : 'services'
  },
  show: certificatePage,
})

/** What the chosen channel cannot do without, at the field where it would be given. */
function lacking({ t, ground }: ReportsPage, { contents }: SetupDraft): Wrong {
  const missing = missingIn(contents, ground.reports.offer().authenticated ?? ['web'])
  const found: readonly (readonly [(typeof missing)[number], string, TextKey])[] = [
    ['signatureCertificate', 'file', 'reports.needsSignature'],
    ['loginCertificate', 'file', 'reports.needsLogin'],
    ['sshKey', 'ssh', 'reports.needsKey'],
  ]
  const errors = found.filter(([part]) => missing.includes(part)).map(([, field, word]) => [field, t(word)])
  return { errors: Object.fromEntries(errors) }
}

function certificatePage({ form, ...stepped }: Stepped & { readonly form: Filled | null }) {
  const { ask, draft, wrong } = stepped
  const { t } = ask
  const isSftp = draft.contents.channel?.type === 'sftp'
  const isAgain = Object.keys(wrong.errors).length > 0
  const typed = isAgain ? form : null
  return wizardPage({
    ...{ ...stepped, step: 'certificate', title: t('term.certificate'), hint: t('reports.certificateHint') },
    ...{ labels: proofLabels(t), hasFiles: true, buttons: <WayOnOrMore ask={ask} /> },
    children: (
      <>
        <Here {...stepped} />
        <CertificateFields t={t} wrong={wrong} label={typed?.label ?? ''} usages={typed?.use ?? usualUsages(draft)} />
        {isSftp && <SshKeyFields t={t} wrong={wrong} text={typed?.ssh ?? ''} label={typed?.sshLabel ?? ''} />}
      </>
    ),
  })
}

function usualUsages({ contents: { channel } }: SetupDraft): readonly string[] {
  return channel?.type === 'web' ? ['clientAuthentication'] : ['signature']
}

function Here({ ask: { t, formats }, draft: { contents } }: Stepped) {
  const certificates = contents.certificates.map(({ sha256, label, subject, issuer, notAfter }) => ({
    ...{ sha256, name: proofName({ label, subject }) },
    more: t('reports.issuedUntil', { issuer: commonName(issuer), until: formats.date(notAfter) }),
  }))
  const keys = contents.sshKeys.map(({ sha256, label, comment, algorithm, fingerprint }) => ({
    ...{ sha256, name: label || comment || algorithm, more: <Id>{fingerprint}</Id> },
  }))
  return (
    <>
      <ProofsHere t={t} legend={t('reports.certificates')} proofs={certificates} />
      <ProofsHere t={t} legend={t('reports.sshKeys')} proofs={keys} />
    </>
  )
}

function WayOnOrMore({ ask }: Pick<Stepped, 'ask'>) {
  const { t } = ask
  return (
    <Buttons>
      <Button kind="main">{t('caption.next')}</Button>
      <Button name="next" value="more">
        {t('reports.saveAndMore')}
      </Button>
      <WayBack ask={ask} step="certificate" />
    </Buttons>
  )
}
