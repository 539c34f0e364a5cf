import { nameDate } from '../../../batch/dates.ts'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { FileNameParts } from '../../../http/components/file-name.tsx'
import { Section } from '../../../http/components/section.tsx'
import type { Contact } from '../../../registry/technical-users.ts'
import type { TextKey } from '../../texts.ts'
import type { Overview } from './overview-parts.ts'
import { isOpen, type ReportsPage, reportsPath } from './place.ts'

// biome-ignore format: a table
export const LANGUAGE_WORDS: Readonly<Record<'de' | 'fr' | 'nl' | 'en', TextKey>> = {
  de: 'reports.language.de',
  fr: 'reports.language.fr',
  nl: 'reports.language.nl',
  en: 'reports.language.en',
}

export function TechnicalUserPart({ ask, reports: { technicalUser }, linked }: Overview) {
  const { t } = ask
  const account = linked ? `${linked.firstName} ${linked.lastName}` : t('reports.account.none')
  return (
    <Section
      id="technical-user"
      title={t('term.technicalUser')}
      aside={isOpen(ask, 'setUpReports') && <a href={reportsPath(ask, 'technical-user')}>{t('button.change')}</a>}
    >
      {technicalUser ? (
        <>
          <ContactFacts ask={ask} contact={technicalUser} account={account} />
          {isOpen(ask, 'setUpReports') && (
            <p class="row">
              <a href={reportsPath(ask, 'technical-user/account')}>{t('reports.do.link')}</a>
            </p>
          )}
        </>
      ) : (
        <Empty>{t('reports.todo.noTechnicalUser')}</Empty>
      )}
    </Section>
  )
}

type ContactProps = {
  readonly ask: ReportsPage
  readonly contact: Contact
  /** Whose account it is; left out where there can be none. */
  readonly account?: string
}

export function ContactFacts({ ask: { t }, contact, account }: ContactProps) {
  const { firstName, lastName, email, phone, language } = contact
  return (
    <Facts
      facts={[
        [t('reports.contactName'), `${firstName} ${lastName}`],
        [t('term.email'), email],
        [t('reports.phone'), phone],
        [t('term.language'), language && t(LANGUAGE_WORDS[language])],
        [t('reports.account'), account],
      ]}
    />
  )
}

/** How each file is named, with this sender's own number. */
export function NamePart({ ask, reports }: Overview) {
  const { t } = ask
  return (
    <Section
      id="name"
      title={t('reports.fileName')}
      aside={<a href={reportsPath(ask, 'send')}>{t('reports.howToSend')}</a>}
    >
      <ExampleName ask={ask} mark="FI" sender={reports.senderNumber} service={reports.services[0]?.service ?? 'DMFA'} />
      <p class="hint">{t('reports.fileNameHint')}</p>
    </Section>
  )
}

type Example = { readonly ask: ReportsPage; readonly mark: 'FI'; readonly sender: string; readonly service: string }

export function ExampleName({ ask: { t, now }, mark, sender, service }: Example) {
  return (
    <FileNameParts
      parts={[
        [mark, t('reports.part.kind')],
        [service, t('reports.part.service')],
        [sender, t('reports.part.sender')],
        [nameDate(now), t('reports.part.date')],
        ['00001', t('reports.part.sequence')],
        ['R', t('reports.part.environment')],
        ['1.1', t('reports.part.parts')],
      ]}
    />
  )
}

export function StopPart({ ask }: Overview) {
  const { t } = ask
  if (!isOpen(ask, 'stopReports')) return null
  return (
    <Section id="stop" title={t('reports.stop')}>
      <p>
        {t('reports.stopHint')} <a href={reportsPath(ask, 'stop')}>{t('reports.stop')}</a>
      </p>
    </Section>
  )
}
