/** All that was filled in, before anything of it is in force; and what came of it (spec access.md §6.8 step 6). */
import type { Refusal } from '../../../base/refusal.ts'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { type Fact, Facts } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Fragment } from '../../../http/elements.ts'
import { type MissingPart, missingIn, SETUP_STEPS, type SetupStep } from '../../../registry/setup/contents.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import { confirmReports, reportsDraft } from '../../operations/reports-setup.ts'
import { pageRoute } from '../../page-route.ts'
import { REPORTS, type ReportsPage, reportsPath } from './place.ts'
import { told } from './so-far.tsx'
import { SEEN_FIELDS, STEPS, seenIn, WayBack, wizardPage } from './wizard-frame.tsx'
import { resultPage } from './wizard-result.tsx'
import { NOTHING_WRONG, type Wrong, wrongBy } from './wrong.tsx'

const PATH = `${REPORTS}/setup/summary` as const

const SHOW = pageRoute({
  ...{ method: 'GET', path: PATH, row: 'setUpReports' },
  async handle(ask) {
    const draft = await reportsDraft(ask)
    return draft ? summaryPage(ask, draft, NOTHING_WRONG) : { to: reportsPath(ask, 'setup') }
  },
})

const CONFIRM = pageRoute({
  ...{ method: 'POST', path: PATH, row: 'setUpReports', form: SEEN_FIELDS },
  async handle({ form, ...ask }) {
    const inForce = await confirmReports(ask, seenIn(form))
    return inForce.ok ? resultPage(ask, inForce.value) : refusedSummary(ask, inForce.problem)
  },
})

export const SUMMARY_PAGES = [SHOW, CONFIRM]

/** Who sends the form a second time is shown what the first has made. */
async function refusedSummary(ask: ReportsPage, refused: Refusal) {
  if (refused.told?.key === 'alreadySetUp') return { to: reportsPath(ask), done: 'reportsSetUp' }
  const draft = await reportsDraft(ask)
  return draft ? summaryPage(ask, draft, wrongBy(ask, refused)) : refused
}

function summaryPage(ask: ReportsPage, draft: SetupDraft, wrong: Wrong) {
  const { t } = ask
  const missing = missingIn(draft.contents, ask.ground.reports.offer().authenticated ?? ['web'])
  const isWhole = missing.length === 0
  return wizardPage({
    ...{ ask, draft, wrong, step: 'summary', title: t('term.summary'), hint: t('reports.setup.summaryHint') },
    labels: {},
    buttons: (
      <Buttons>
        {isWhole && <Button kind="main">{t('reports.setup.confirm')}</Button>}
        <WayBack ask={ask} step="summary" />
      </Buttons>
    ),
    children: (
      <>
        <Facts facts={FILLED_STEPS.map((step) => factOf(ask, draft, step))} />
        {!isWhole && <Missing {...{ ask, draft, missing }} />}
        {draft.contents.certificates.some(namesNobody) && <Note tone="warn">{t('reports.waitsForOperator')}</Note>}
        {isWhole && <p>{t('reports.setup.effect')}</p>}
      </>
    ),
  })
}

function factOf(ask: ReportsPage, draft: SetupDraft, step: SetupStep): Fact {
  const { t } = ask
  const change = <a href={reportsPath(ask, STEPS[step].path)}>{t('button.change')}</a>
  return [
    t(STEPS[step].word),
    <>
      {told(step, draft, ask) ?? <span class="quiet">{t('reports.setup.missing')}</span>} {change}
    </>,
  ]
}

const STEP_OF: Readonly<Record<MissingPart, SetupStep>> = {
  technicalUser: 'technicalUser',
  channel: 'channel',
  signatureCertificate: 'certificate',
  loginCertificate: 'certificate',
  sshKey: 'certificate',
  services: 'services',
}

const FILLED_STEPS = SETUP_STEPS.filter((step) => step !== 'summary')
const isOf = (step: SetupStep) => (part: MissingPart) => STEP_OF[part] === step

type MissingProps = { readonly ask: ReportsPage; readonly draft: SetupDraft; readonly missing: readonly MissingPart[] }

/** Steps of which nothing is there count too: what a certificate must do is known only when there is a channel. */
function Missing({ ask, draft, missing }: MissingProps) {
  const { t } = ask
  const steps = FILLED_STEPS.filter((step) => told(step, draft, ask) === undefined || missing.some(isOf(step)))
  return (
    <Note tone="warn">
      {t('reports.setup.incomplete')}{' '}
      {steps.map((step, index) => (
        <Fragment key={step}>
          {index > 0 && ', '}
          <a href={reportsPath(ask, STEPS[step].path)}>{t(STEPS[step].word)}</a>
        </Fragment>
      ))}
    </Note>
  )
}

/** Such a certificate waits for an operator (decision 18). */
function namesNobody({ enterpriseNumber, personHash }: SetupDraft['contents']['certificates'][number]): boolean {
  return enterpriseNumber === null && personHash === undefined
}
