/** Doing something to submissions: what would happen, then why, then what happened. */

import { isUuid } from '../../../base/ids.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { isBulkAction } from '../../../ledger/bulk/targets.ts'
import type { Ask } from '../../ask.ts'
import { byOperator, type LookedBulk, lookAtBulk } from '../../operations/bulk/look.ts'
import { prepareBulk } from '../../operations/bulk/prepare.ts'
import { NOTHING_CHOSEN } from '../../operations/bulk/refusals.ts'
import { runBulk } from '../../operations/bulk/run.ts'
import { readFilterToAct } from '../../operations/find/filter-words.ts'
import { reasonIn } from '../../operations/reason.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { ReasonField } from '../../reason-field.tsx'
import { isTextKey } from '../../texts.ts'
import { submissionPath } from './table.tsx'

const PREPARE = consolePage({
  ...{ method: 'POST', path: PLACES.act, role: 'operator' },
  form: { action: 'text', scope: 'text', filter: 'text', id: 'list' },
  async handle({ ground, operator, form }) {
    const { filter, faults } = readFilterToAct(new URLSearchParams(form.filter))
    const ids = form.id.filter(isUuid)
    if (!isBulkAction(form.action) || faults.length > 0) return NOTHING_CHOSEN
    const selection = form.scope === 'all' ? { filter } : { ids }
    const prepared = await prepareBulk(ground, byOperator(operator), { action: form.action, selection })
    return prepared.ok ? { to: `${PLACES.act}/${prepared.value.bulkId}` } : prepared.problem
  },
})

const SHOW = consolePage({
  ...{ method: 'GET', path: '/act/:bulkId', role: 'operator' },
  async handle(ask) {
    const looked = await lookAtBulk(ask.ground, byOperator(ask.operator), ask.params.bulkId)
    return looked.ok ? page(ask, looked.value) : looked.problem
  },
})

const RUN = consolePage({
  ...{ method: 'POST', path: '/act/:bulkId', role: 'operator', form: { reason: 'text' } },
  async handle(ask) {
    const { form, params, ground, operator, path } = ask
    const by = byOperator(operator)
    if (!reasonIn(form.reason).ok) {
      const looked = await lookAtBulk(ground, by, params.bulkId)
      if (!looked.ok) return looked.problem
      return { ...page(ask, looked.value, { reason: form.reason }), status: 400 }
    }
    const outcome = await runBulk(ground, by, { bulkId: params.bulkId, reason: form.reason })
    return outcome.ok ? { to: path, done: 'acted' } : outcome.problem
  },
})

export const ACT_PAGES = [PREPARE, SHOW, RUN]

type Faulty = { readonly reason: string }

function page(ask: Ask, bulk: LookedBulk, faulty?: Faulty) {
  const title = ask.t(`acting.${bulk.action}`)
  const crumbs = [{ label: ask.t('nav.submissions'), href: PLACES.submissions }, { label: title }]
  return { title, crumbs, body: <Bulk {...{ ask, bulk, title, ...(faulty && { faulty }) }} /> }
}

type Props = { readonly ask: Ask; readonly bulk: LookedBulk }

function Bulk({ ask, bulk, title, faulty }: Props & { readonly title: string; readonly faulty?: Faulty }) {
  const { t } = ask
  const count = bulk.standing.length
  const submissions = new Set(bulk.standing.map(({ submissionId }) => submissionId)).size
  if (bulk.endedAt) return <Ended {...{ ask, bulk, title }} />
  return (
    <>
      <Head title={title} lead={t('acting.would', { count, submissions, senders: bulk.senders })} />
      {count > 0 && <ReasonForm {...{ ask, ...(faulty && { faulty }) }} />}
      <Targets {...{ ask, bulk }} />
    </>
  )
}

function ReasonForm({ ask: { t, csrf, path }, faulty }: { readonly ask: Ask; readonly faulty?: Faulty }) {
  return (
    <Form action={path} csrf={csrf} isPanel>
      <ReasonField
        t={t}
        {...(faulty && { value: faulty.reason, error: t('refusal.reasonNeeded.remedy'), isFocused: true })}
      />
      <Buttons>
        <Button kind="main">{t('acting.do')}</Button>
        <a class="btn bare" href={PLACES.submissions}>
          {t('button.cancel')}
        </a>
      </Buttons>
    </Form>
  )
}

function Ended({ ask: { t }, bulk, title }: Props & { readonly title: string }) {
  const { done, targets, reason, bulkId } = bulk
  return (
    <>
      <Head title={title} isReached />
      <Note tone="good">{t('acting.was', { done, skipped: targets.length - done })}</Note>
      <p>{t('acting.because', { reason: reason ?? '' })}</p>
      <p>
        <a href={`${PLACES.audit}?subject=bulk:${bulkId}`}>{t('nav.audit')}</a>
      </p>
      <ul>
        {bulk.targets.slice(0, EXAMPLES).map(([submissionId, deliveryId]) => (
          <li key={`${submissionId} ${deliveryId}`}>
            <a class="id" href={submissionPath(submissionId)}>
              {submissionId}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

const EXAMPLES = 50

function Targets({ ask: { t, formats }, bulk: { standing } }: Props) {
  if (standing.length === 0) return <Empty>{t('submissions.none')}</Empty>
  const counts = new Map<string, number>()
  for (const { state } of standing) counts.set(state, (counts.get(state) ?? 0) + 1)
  const wordOf = (state: string) => {
    const key = ['open', 'sealed', 'answered'].includes(state)
      ? `submissions.is.${state}`
      : `submissions.handover.${state}`
    return isTextKey(key) ? t(key) : state
  }
  return (
    <Section id="by-state" title={t('acting.byState')}>
      <Facts facts={[...counts].map(([state, count]) => [wordOf(state), formats.number(count)] as const)} />
      <Table
        caption={t('nav.submissions')}
        rows={standing.slice(0, EXAMPLES)}
        keyOf={({ submissionId, deliveryId }) => `${submissionId} ${deliveryId}`}
        columns={[
          {
            title: t('submissions.set'),
            cell: ({ submissionId, name }) => (
              <a class="id" href={submissionPath(submissionId)}>
                {safe(name)}
              </a>
            ),
          },
          { title: t('submissions.sender'), cell: ({ sender }) => sender },
          { title: t('submissions.state'), cell: ({ state }) => wordOf(state) },
        ]}
      />
    </Section>
  )
}
