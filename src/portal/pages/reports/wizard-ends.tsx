/** The beginning of the wizard, which is confirmed, and the way out of it. */
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import { abandonReports, beginReports, reportsDraft } from '../../operations/reports-setup.ts'
import { pageRoute } from '../../page-route.ts'
import { REPORTS, reportsCrumbs, reportsPath } from './place.ts'
import { SEEN_FIELDS, STEPS, seenIn } from './wizard-frame.tsx'
import { qualityName } from './words.ts'

const BEGIN = pageRoute({
  ...{ method: 'GET', path: `${REPORTS}/setup`, row: 'setUpReports' },
  async handle(ask) {
    const draft = await reportsDraft(ask)
    if (draft) return { to: reportsPath(ask, STEPS[draft.step].path) }
    const { t, csrf, params } = ask
    const title = t('caption.saveConfiguration')
    const quality = qualityName(ask, params.qualityCode)
    return {
      title,
      crumbs: await reportsCrumbs(ask, title),
      body: (
        <>
          <Head title={title} lead={t('reports.setup.lead', { quality })} />
          <Form action={reportsPath(ask, 'setup')} csrf={csrf} isPanel labelledBy="begin">
            <h2 id="begin">{t('reports.setup.needed')}</h2>
            <ul class="points">
              <li>{t('reports.setup.need.contact')}</li>
              <li>{t('reports.setup.need.certificate')}</li>
              <li>{t('reports.setup.need.key')}</li>
            </ul>
            <p>{t('reports.setup.nothingYet', { hours: ask.ground.reports.draftHours() })}</p>
            <Buttons>
              <Button kind="main">{t('reports.setup.begin')}</Button>
              <ButtonLink kind="bare" href={reportsPath(ask)}>
                {t('button.cancel')}
              </ButtonLink>
            </Buttons>
          </Form>
        </>
      ),
    }
  },
})

const BEGUN = pageRoute({
  ...{ method: 'POST', path: `${REPORTS}/setup`, row: 'setUpReports' },
  async handle(ask) {
    const draft = await beginReports(ask)
    return draft.ok ? { to: reportsPath(ask, STEPS[draft.value.step].path) } : draft.problem
  },
})

const CANCEL = pageRoute({
  ...{ method: 'GET', path: `${REPORTS}/setup/cancel`, row: 'setUpReports' },
  async handle(ask) {
    const draft = await reportsDraft(ask)
    if (!draft) return { to: reportsPath(ask) }
    const { t, csrf, formats } = ask
    const title = t('reports.setup.cancel')
    return {
      title,
      crumbs: await reportsCrumbs(ask, title),
      body: (
        <>
          <Head title={title} lead={t('reports.setup.cancelLead', { until: formats.dateTime(draft.expiresAt) })} />
          <Form
            action={reportsPath(ask, 'setup/cancel')}
            csrf={csrf}
            hidden={{ draft: draft.draftId, version: draft.version }}
          >
            <Buttons>
              <ButtonLink kind="main" href={reportsPath(ask)}>
                {t('reports.setup.keep')}
              </ButtonLink>
              <Button kind="danger">{t('reports.setup.throwAway')}</Button>
              <ButtonLink kind="bare" href={reportsPath(ask, STEPS[draft.step].path)}>
                {t('reports.setup.goOn')}
              </ButtonLink>
            </Buttons>
          </Form>
        </>
      ),
    }
  },
})

const CANCELLED = pageRoute({
  ...{ method: 'POST', path: `${REPORTS}/setup/cancel`, row: 'setUpReports', form: SEEN_FIELDS },
  async handle({ form, ...ask }) {
    const gone = await abandonReports(ask, seenIn(form))
    // A second submission finds nothing any more, which is what it wants.
    if (!gone.ok && gone.problem.told?.key !== 'setupGone') return gone.problem
    return { to: reportsPath(ask), done: 'setupCancelled' }
  },
})

export const WIZARD_ENDS = [BEGIN, BEGUN, CANCEL, CANCELLED]
