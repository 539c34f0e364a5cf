/** Another choice of online services: first what it would have refused, then, with a reason, the change (spec access.md §5 row 18). */

import { ENVIRONMENTS } from '../../../batch/environment.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { Children } from '../../../http/elements.ts'
import { offeredChoice, type ServiceChoice } from '../../../registry/service-choice.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { changeReportsServices } from '../../operations/reports-changes.ts'
import { previewReports } from '../../operations/reports-preview.ts'
import { type Page, type PageAnswer, pageRoute } from '../../page-route.ts'
import { configured } from './configured.ts'
import { ReasonField, reasonFaults } from './confirmed-change.tsx'
import { REPORTS, type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { PreviewPart } from './preview-part.tsx'
import { choiceIn, SERVICE_FAULTS, SERVICES_FORM, ServiceFields, serviceLabels } from './service-fields.tsx'
import { isWrong, NOTHING_WRONG, type Wrong, WrongNote, wrongBy, wrongPage } from './wrong.tsx'

const PATH = `${REPORTS}/services` as const
const FORM = { ...SERVICES_FORM, version: 'text', reason: 'text', sure: 'flag' } as const

const SHOW = pageRoute({
  ...{ method: 'GET', path: PATH, row: 'chooseServices' },
  async handle(ask) {
    const reports = await configured(ask)
    return reports.ok ? choicePage({ ask, reports: reports.value, choice: choiceOf(reports.value) }) : reports.problem
  },
})

const TAKE = pageRoute({
  ...{ method: 'POST', path: PATH, row: 'chooseServices', form: FORM },
  async handle({ form, ...ask }): Promise<PageAnswer> {
    const reports = await configured(ask)
    if (!reports.ok) return reports.problem
    const shown = { ask, reports: reports.value, choice: choiceIn(form), reason: form.reason }
    if (!form.sure) return previewPage(shown, NOTHING_WRONG)
    const wrong = reasonFaults(ask, form)
    if (isWrong(wrong)) return previewPage(shown, wrong)
    const why = { version: Number(form.version), reason: form.reason }
    const changed = await changeReportsServices(ask, why, shown.choice)
    if (changed.ok) return { to: reportsPath(ask), done: 'servicesChanged' }
    return choicePage(shown, wrongBy(ask, changed.problem, SERVICE_FAULTS))
  },
})

export const SERVICES_PAGES = [SHOW, TAKE]

type Shown = {
  readonly ask: ReportsPage
  readonly reports: ShownReports
  readonly choice: ServiceChoice
  readonly reason?: string
}

function choiceOf({ services }: ShownReports): ServiceChoice {
  return {
    services: services.map(({ service }) => service),
    environments: ENVIRONMENTS.filter((one) => services.some(({ environments }) => environments.includes(one))),
  }
}

function choicePage(shown: Shown, wrong: Wrong = NOTHING_WRONG): Promise<Page> {
  const { ask, choice } = shown
  return page(shown, wrong, {
    lead: ask.t('reports.services.lead'),
    button: ask.t('reports.services.preview'),
    body: <ServiceFields ask={ask} choice={choice} wrong={wrong} />,
  })
}

/** The choice comes along unseen, and is judged again when it is made. */
async function previewPage(shown: Shown, wrong: Wrong): Promise<Page> {
  const { ask, reports, choice, reason = '' } = shown
  const { t, formats, params, ground } = ask
  const { services: offered, qualities } = ground.reports.offer()
  const pairs = offeredChoice({ ...choice, offered, qualities }, params.qualityCode)
  if (!pairs.ok) return choicePage(shown, wrongBy(ask, pairs.problem, SERVICE_FAULTS))
  const preview = await previewReports(ask, reports.senderNumber, { kind: 'changeServices', pairs: pairs.value })
  const chosen = { services: formats.list(choice.services), environments: formats.list(choice.environments) }
  return page(shown, wrong, {
    lead: t('reports.services.effect', chosen),
    button: t('reports.services.confirm'),
    body: (
      <>
        <PreviewPart ask={ask} preview={preview} />
        {choice.services.map((service) => (
          <input key={service} type="hidden" name="services" value={service} />
        ))}
        {choice.environments.map((environment) => (
          <input key={environment} type="hidden" name="environments" value={environment} />
        ))}
        <input type="hidden" name="sure" value="on" />
        <ReasonField ask={ask} value={reason} error={wrong.errors.reason} />
      </>
    ),
  })
}

type Parts = { readonly lead: string; readonly button: string; readonly body: Children }

async function page({ ask, reports }: Shown, wrong: Wrong, { lead, button, body }: Parts): Promise<Page> {
  const { t, csrf } = ask
  const title = t('reports.services.title')
  const labels = { ...serviceLabels(t), reason: t('reports.reason') }
  return {
    ...wrongPage(ask, title, wrong),
    crumbs: await reportsCrumbs(ask, title),
    body: (
      <>
        <Head title={title} lead={lead} />
        <Form action={reportsPath(ask, 'services')} csrf={csrf} isPanel hidden={{ version: reports.version }}>
          <WrongNote ask={ask} wrong={wrong} labels={labels} />
          {body}
          <Buttons>
            <Button kind="main">{button}</Button>
            <ButtonLink kind="bare" href={reportsPath(ask)}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}
