/** Beside the form: what the wizard knows so far, and what is still open. */
import type { Children } from '../../../http/elements.ts'
import { SETUP_STEPS, type SetupStep } from '../../../registry/setup/contents.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import { networkName } from './overview-channels.tsx'
import { LANGUAGE_WORDS } from './overview-technical.tsx'
import { type ReportsPage, reportsPath } from './place.ts'
import { STEPS, stepIsDone } from './wizard-frame.tsx'
import { CHANNEL_WORDS, proofName } from './words.ts'

type Props = { readonly ask: ReportsPage; readonly draft: SetupDraft; readonly step: SetupStep }

export function SoFar({ ask, draft, step }: Props) {
  const { t, formats } = ask
  const open = SETUP_STEPS.filter((one) => one !== step && !stepIsDone(one, draft, ask))
  return (
    <aside class="so-far" aria-labelledby="so-far">
      <div class="title">
        <h2 id="so-far">{t('reports.setup.soFar')}</h2>
        <span>{t('reports.setup.savedAt', { at: formats.time(draft.updatedAt) })}</span>
      </div>
      {SETUP_STEPS.filter((one) => one !== step).map((one) => (
        <Known key={one} ask={ask} step={one}>
          {told(one, draft, ask)}
        </Known>
      ))}
      {open.length > 0 && (
        <>
          <h3>{t('reports.setup.open')}</h3>
          <p class="quiet">
            {t('reports.setup.openThen', { steps: formats.list(open.map((one) => t(STEPS[one].word))) })}
          </p>
        </>
      )}
    </aside>
  )
}

function Known({ ask, step, children }: Omit<Props, 'draft'> & { readonly children?: Children }) {
  if (!children) return null
  return (
    <>
      <h3>
        {ask.t(STEPS[step].word)} <a href={reportsPath(ask, STEPS[step].path)}>{ask.t('button.change')}</a>
      </h3>
      <p>{children}</p>
    </>
  )
}

/** Nothing while a step holds nothing. */
export function told(step: SetupStep, { contents }: SetupDraft, { t, formats }: ReportsPage): Children {
  const { technicalUser, channel, certificates, sshKeys, services } = contents
  switch (step) {
    case 'technicalUser': {
      if (!technicalUser) return null
      const { firstName, lastName, email, phone, language } = technicalUser
      const spoken = language ? `, ${t(LANGUAGE_WORDS[language])}` : ''
      return lines(`${firstName} ${lastName}`, email, `${phone}${spoken}`)
    }
    case 'channel':
      return (
        channel &&
        lines(
          t(CHANNEL_WORDS[channel.type]),
          ...(channel.type === 'ftp' ? [networkName(t, channel.network ?? null)] : []),
        )
      )
    case 'certificate': {
      const keys = sshKeys.map(({ label, comment, fingerprint }) => label || comment || fingerprint)
      const [first, ...more] = [...certificates.map(proofName), ...keys]
      return first && lines(first, ...more)
    }
    case 'services':
      return services && lines(formats.list(services.services), formats.list(services.environments))
    case 'summary':
      return null
  }
}

function lines(first: string, ...more: readonly string[]) {
  return (
    <>
      {first}
      {more.map((line) => (
        <span key={line} class="quiet">
          <br />
          {line}
        </span>
      ))}
    </>
  )
}
