/** Technical user, channels and proofs as they are changed later (spec access.md §5 rows 15-17). */
import { Note } from '../../../http/components/note.tsx'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { addReportsProofs, changeReportsContact, openReportsChannel } from '../../operations/reports-changes.ts'
import { changeForm } from './change-form.tsx'
import { CHANNEL_FAULTS, CHANNEL_FORM, ChannelFields, channelIn, closedTypes } from './channel-fields.tsx'
import {
  CONTACT_FAULTS,
  CONTACT_FORM,
  ContactFields,
  contactForm,
  contactIn,
  contactLabels,
  emptyContactFields,
} from './contact-fields.tsx'
import { openedPage } from './opened-page.tsx'
import { reportsPath } from './place.ts'
import {
  CERTIFICATE_FORM,
  CertificateFields,
  certificateIn,
  PROOF_FAULTS,
  proofLabels,
  SSH_FORM,
  SshKeyFields,
  sshKeyIn,
} from './proof-fields.tsx'
import { NOTHING_WRONG } from './wrong.tsx'

const itself = (reports: ShownReports) => reports

const TECHNICAL_USER = changeForm({
  ...{ path: 'technical-user', row: 'setUpReports', form: CONTACT_FORM, fields: CONTACT_FAULTS, find: itself },
  ...{ title: 'reports.contact.title', lead: 'reports.contactHint' },
  labels: ({ t }) => contactLabels(t),
  check: emptyContactFields,
  change: (ask, version, form) => changeReportsContact(ask, version, contactIn(form)),
  after: async (ask) => ({ to: reportsPath(ask), done: 'contactChanged' }),
  body: ({ ask, form, wrong, reports }) => (
    <>
      {reports.technicalUser?.accountId && <Note tone="warn">{ask.t('reports.account.endsByChange')}</Note>}
      <ContactFields t={ask.t} values={form ?? contactForm(ask, reports.technicalUser)} wrong={wrong} />
    </>
  ),
})

const ADD_CHANNEL = changeForm({
  ...{ path: 'channels/add', row: 'changeChannels', form: CHANNEL_FORM, fields: CHANNEL_FAULTS, find: itself },
  ...{ title: 'reports.do.addChannel', lead: 'reports.addChannelLead' },
  labels: ({ t }) => ({ channel: t('term.channel'), network: t('reports.network') }),
  check: ({ t }, form) => (channelIn(form) ? NOTHING_WRONG : { errors: { channel: t('reports.chooseChannel') } }),
  change: (ask, version, form) => openReportsChannel(ask, version, channelIn(form) ?? { type: 'sftp' }),
  after: openedPage,
  body: ({ ask, form, wrong, reports }) => (
    <ChannelFields ask={ask} types={closedTypes(reports)} chosen={form ? channelIn(form) : undefined} wrong={wrong} />
  ),
})

const ADD_CERTIFICATE = changeForm({
  ...{ path: 'certificates/add', row: 'changeProofs', form: CERTIFICATE_FORM, fields: PROOF_FAULTS, find: itself },
  ...{ title: 'reports.do.addCertificate', lead: 'reports.addCertificateLead', hasFiles: true },
  labels: ({ t }) => proofLabels(t),
  check: ({ t }, { file, use }) => {
    if (!file) return { errors: { file: t('form.required') } }
    return use.length === 0 ? { errors: { use: t('reports.chooseUsage') } } : NOTHING_WRONG
  },
  change: (ask, version, form) => addReportsProofs(ask, version, certificateIn(form)),
  after: async (ask) => ({ to: reportsPath(ask), done: 'certificateAdded' }),
  body: ({ ask, form, wrong }) => (
    <CertificateFields t={ask.t} wrong={wrong} label={form?.label ?? ''} usages={form?.use ?? ['signature']} />
  ),
})

const ADD_KEY = changeForm({
  ...{ path: 'ssh-keys/add', row: 'changeProofs', form: SSH_FORM, find: itself },
  ...{
    title: 'reports.do.addKey',
    lead: 'reports.addKeyLead',
    fields: { ...PROOF_FAULTS, labelMalformed: 'sshLabel' },
  },
  labels: ({ t }) => proofLabels(t),
  check: ({ t }, { ssh }) => (ssh === '' ? { errors: { ssh: t('form.required') } } : NOTHING_WRONG),
  change: (ask, version, form) => addReportsProofs(ask, version, sshKeyIn(form)),
  after: async (ask) => ({ to: reportsPath(ask), done: 'keyAdded' }),
  body: ({ ask, form, wrong }) => (
    <SshKeyFields t={ask.t} wrong={wrong} text={form?.ssh ?? ''} label={form?.sshLabel ?? ''} />
  ),
})

export const CHANGE_FORMS = [...TECHNICAL_USER, ...ADD_CHANNEL, ...ADD_CERTIFICATE, ...ADD_KEY]
