/** The steps that fill in one thing each: technical user, channel, online services (spec access.md §6.8). */
import { ENVIRONMENTS } from '../../../batch/environment.ts'
import { saveReportsChannel, saveReportsContact, saveReportsServices } from '../../operations/reports-setup.ts'
import { CHANNEL_FAULTS, CHANNEL_FORM, ChannelFields, channelIn } from './channel-fields.tsx'
import {
  CONTACT_FAULTS,
  CONTACT_FORM,
  ContactFields,
  contactForm,
  contactIn,
  contactLabels,
  emptyContactFields,
} from './contact-fields.tsx'
import { choiceIn, SERVICE_FAULTS, SERVICES_FORM, ServiceFields, serviceLabels } from './service-fields.tsx'
import { wizardPage } from './wizard-frame.tsx'
import { wizardStep } from './wizard-step.ts'
import { NOTHING_WRONG } from './wrong.tsx'

const TECHNICAL_USER = wizardStep({
  step: 'technicalUser',
  form: CONTACT_FORM,
  fields: CONTACT_FAULTS,
  check: emptyContactFields,
  save: (ask, seen, form) => saveReportsContact(ask, seen, contactIn(form)),
  after: () => 'channel',
  show: ({ form, ...stepped }) => {
    const { ask, draft, wrong } = stepped
    const { t } = ask
    const values = form ?? contactForm(ask, draft.contents.technicalUser)
    return wizardPage({
      ...{ ...stepped, step: 'technicalUser', labels: contactLabels(t) },
      ...{ title: t('caption.createTechnicalUser'), hint: t('reports.contactHint') },
      children: <ContactFields t={t} values={values} wrong={wrong} />,
    })
  },
})

const CHANNEL = wizardStep({
  step: 'channel',
  form: CHANNEL_FORM,
  fields: CHANNEL_FAULTS,
  check: ({ t }, form) => (channelIn(form) ? NOTHING_WRONG : { errors: { channel: t('reports.chooseChannel') } }),
  save: (ask, seen, form) => saveReportsChannel(ask, seen, channelIn(form) ?? { type: 'sftp' }),
  after: () => 'certificate',
  show: ({ form, ...stepped }) => {
    const { ask, draft, wrong } = stepped
    const { t } = ask
    const chosen = form ? channelIn(form) : draft.contents.channel
    return wizardPage({
      ...{ ...stepped, step: 'channel', title: t('term.channel'), hint: t('reports.channelHint') },
      labels: { channel: t('term.channel'), network: t('reports.network') },
      children: <ChannelFields ask={ask} chosen={chosen} wrong={wrong} />,
    })
  },
})

const SERVICES = wizardStep({
  step: 'services',
  form: SERVICES_FORM,
  fields: SERVICE_FAULTS,
  check: () => NOTHING_WRONG,
  save: (ask, seen, form) => saveReportsServices(ask, seen, choiceIn(form)),
  after: () => 'summary',
  show: ({ form, ...stepped }) => {
    const { ask, draft, wrong } = stepped
    const { t } = ask
    const choice = form ? choiceIn(form) : (draft.contents.services ?? { services: [], environments: ENVIRONMENTS })
    return wizardPage({
      ...{ ...stepped, step: 'services', labels: serviceLabels(t) },
      ...{ title: t('term.onlineServices'), hint: t('reports.setup.servicesHint') },
      children: <ServiceFields ask={ask} choice={choice} wrong={wrong} />,
    })
  },
})

export const WIZARD_STEPS = [...TECHNICAL_USER, ...CHANNEL, ...SERVICES]
