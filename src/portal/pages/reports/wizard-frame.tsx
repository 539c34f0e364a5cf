/** The frame of every step of the wizard: where one is, what was filled in so far, and the way on, back and out. */
import { isUuid } from '../../../base/ids.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { type Step, Stepper } from '../../../http/components/stepper.tsx'
import type { Children } from '../../../http/elements.ts'
import { FOCUSED } from '../../../http/focused.ts'
import { missingIn, SETUP_STEPS, type SetupStep } from '../../../registry/setup/contents.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import type { Page } from '../../page-route.ts'
import type { TextKey } from '../../texts.ts'
import { type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { SoFar } from './so-far.tsx'
import { isWrong, type Wrong, WrongNote, wrongPage } from './wrong.tsx'

// biome-ignore format: a table
export const STEPS: Readonly<Record<SetupStep, { readonly path: string; readonly word: TextKey }>> = {
  technicalUser: { path: 'setup/technical-user', word: 'term.technicalUser' },
  channel:       { path: 'setup/channel',        word: 'term.channel' },
  certificate:   { path: 'setup/certificate',    word: 'term.certificate' },
  services:      { path: 'setup/services',       word: 'term.onlineServices' },
  summary:       { path: 'setup/summary',        word: 'term.summary' },
}

/** What a form of the wizard was filled in on. */
export const SEEN_FIELDS = { draft: 'text', version: 'text' } as const

/** What is no id is the id of nothing. */
export function seenIn({ draft, version }: { readonly draft: string; readonly version: string }) {
  return { draftId: isUuid(draft) ? draft : NOTHING, version: Number(version) }
}

const NOTHING = '00000000-0000-0000-0000-000000000000'

export type Stepped = {
  readonly ask: ReportsPage
  readonly draft: SetupDraft
  readonly wrong: Wrong
}

type FrameProps = Stepped & {
  readonly step: SetupStep
  readonly title: string
  readonly hint: string
  readonly labels: Readonly<Record<string, string>>
  readonly hasFiles?: boolean
  /** In place of the way on. */
  readonly buttons?: Children
  readonly children?: Children
}

export async function wizardPage(props: FrameProps): Promise<Page> {
  const { ask, wrong, title } = props
  const caption = ask.t('caption.saveConfiguration')
  return {
    ...wrongPage(ask, `${title} · ${caption}`, wrong),
    crumbs: await reportsCrumbs(ask, caption),
    body: <WizardFrame {...props} />,
    ...(props.hasFiles && { scripts: ['file-size'] }),
  }
}

function WizardFrame({ children, ...props }: FrameProps) {
  const { ask, draft, step, title, hint, wrong, labels, hasFiles, buttons } = props
  const { t, csrf } = ask
  const values = { number: SETUP_STEPS.indexOf(step) + 1, count: SETUP_STEPS.length }
  return (
    <>
      <h1>{t('caption.saveConfiguration')}</h1>
      <Stepper label={t('steps.label')} doneWord={t('steps.done')} steps={stepsOf(props)} />
      <div class={step === 'summary' ? undefined : 'split'}>
        <Form
          action={reportsPath(ask, STEPS[step].path)}
          {...{ csrf, isPanel: true, labelledBy: 'step', hasFiles: hasFiles === true }}
          hidden={{ draft: draft.draftId, version: draft.version }}
        >
          <h2 id="step" {...(!isWrong(wrong) && FOCUSED)}>
            <span class="quiet">{t('reports.setup.stepOf', values)}</span> {title}
          </h2>
          <p class="hint">{hint}</p>
          <WrongNote ask={ask} wrong={wrong} labels={labels} />
          {children}
          {buttons ?? <WayOn ask={ask} step={step} />}
          <p class="hint">{t('reports.setup.kept', { until: ask.formats.dateTime(draft.expiresAt) })}</p>
        </Form>
        {step !== 'summary' && <SoFar ask={ask} draft={draft} step={step} />}
      </div>
    </>
  )
}

/** Nächste, Zurück, Abbrechen. */
function WayOn({ ask, step }: { readonly ask: ReportsPage; readonly step: SetupStep }) {
  const { t } = ask
  return (
    <Buttons>
      <Button kind="main">{t('caption.next')}</Button>
      <WayBack ask={ask} step={step} />
    </Buttons>
  )
}

export function WayBack({ ask, step }: { readonly ask: ReportsPage; readonly step: SetupStep }) {
  const { t } = ask
  const before = SETUP_STEPS[SETUP_STEPS.indexOf(step) - 1]
  return (
    <>
      {before && <ButtonLink href={reportsPath(ask, STEPS[before].path)}>{t('button.back')}</ButtonLink>}
      <ButtonLink kind="bare" href={reportsPath(ask, 'setup/cancel')}>
        {t('button.cancel')}
      </ButtonLink>
    </>
  )
}

function stepsOf({ ask, draft, step }: Pick<FrameProps, 'ask' | 'draft' | 'step'>): Step[] {
  return SETUP_STEPS.map((one) => {
    const isDone = stepIsDone(one, draft, ask)
    return {
      label: ask.t(STEPS[one].word),
      state: one === step ? 'current' : isDone ? 'done' : 'ahead',
      ...(isDone && one !== step && { href: reportsPath(ask, STEPS[one].path) }),
    }
  })
}

/** Whether a step holds all that the confirmation will ask for. */
export function stepIsDone(
  step: SetupStep,
  { contents }: SetupDraft,
  { ground }: Pick<ReportsPage, 'ground'>,
): boolean {
  const missing = missingIn(contents, ground.reports.offer().authenticated ?? ['web'])
  const lacks = (...parts: readonly string[]) => missing.some((part) => parts.includes(part))
  switch (step) {
    case 'certificate':
      return contents.certificates.length > 0 && !lacks('signatureCertificate', 'loginCertificate', 'sshKey')
    case 'summary':
      return false
    default:
      return !lacks(step)
  }
}
