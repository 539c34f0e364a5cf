/** The parts of the page of one submission. */
import { errorId } from '../../../batch/acknowledgement-document.ts'
import { explain } from '../../../batch/reasons/catalogue.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import { Button } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { Form } from '../../../http/components/form.tsx'
import { LinePlace } from '../../../http/components/line-place.tsx'
import { Section } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { BULK_ACTIONS, type BulkAction } from '../../../ledger/bulk/targets.ts'
import type { Ask } from '../../ask.ts'
import type { TheSubmission } from '../../operations/find/submissions.ts'
import { PLACES } from '../../places.ts'
import { HandoverState } from './states.tsx'
import { submissionPath } from './table.tsx'

type Props = { readonly ask: Ask; readonly one: TheSubmission }

const REASONS_MAX = 50

/** Why it is rejected, each reason in four parts: seen, expected, what to do, code. The texts are those that its sender reads. */
export function Reasons({ ask: { t, language }, one: { found } }: Props) {
  const { verdict } = found.facts
  if (verdict?.outcome !== 'rejected') return null
  return (
    <Section id="why" title={t('submission.why')}>
      {verdict.reasons.slice(0, REASONS_MAX).map((reason, index) => {
        const { title, cause, remedy } = explain(reason, language)
        const code = errorId(reason.code)
        return (
          <div key={index} class="why">
            <h3>{title}</h3>
            <Facts
              facts={[
                [t('refused.seen'), cause],
                [t('refused.expected'), reason.expected && safe(reason.expected)],
                [t('refused.remedy'), remedy],
                [t('refused.code'), <a href={`${PLACES.submissions}?code=${reason.code}`}>{code}</a>],
              ]}
            />
          </div>
        )
      })}
    </Section>
  )
}

export function Deliveries({ ask: { t, formats }, one: { deliveries, position } }: Props) {
  const title = t('submission.deliveries')
  if (deliveries.length === 0) return null
  return (
    <Section id="deliveries" title={title}>
      <Table
        caption={title}
        rows={deliveries}
        keyOf={({ deliveryId }) => deliveryId}
        columns={[
          { title: t('submissions.service'), cell: ({ service, environment }) => `${service} ${environment}` },
          { title: t('submissions.state'), cell: ({ state }) => <HandoverState {...{ t, state }} /> },
          {
            title: t('line.place'),
            cell: ({ service }) => position?.service === service && <LinePlace {...{ t, formats, ...position }} />,
          },
          { title: t('submission.attempts'), isNumber: true, cell: ({ attempts }) => formats.number(attempts) },
          { title: t('submission.cameBack'), cell: ({ lastError, reference }) => safe(lastError ?? reference ?? '') },
          { title: t('submission.key'), cell: ({ idempotencyKey }) => <span class="id">{idempotencyKey}</span> },
        ]}
      />
    </Section>
  )
}

/** What the verdict rests on. */
export function Evidence({ ask: { t }, one: { found } }: Props) {
  const { envelope, verdict } = found.facts
  const { signatures = [], documents = [] } = verdict?.evidence ?? {}
  return (
    <Section
      id="evidence"
      title={t('submission.evidence')}
      aside={<a href={`${submissionPath(found.submissionId)}/evidence.json`}>{t('submission.json')}</a>}
    >
      <Facts
        facts={[
          [t('submission.registry'), envelope && <span class="id">{envelope.rights}</span>],
          [t('submission.rules'), verdict?.rules],
          ...signatures.map(
            ({ file, outcome, certificate, digest }) =>
              [
                `${t('submission.signature')} ${safe(file)}`,
                safe(
                  [outcome, certificate?.subject, certificate?.serial, digest?.algorithm, digest?.hex]
                    .filter(Boolean)
                    .join(' · '),
                ),
              ] as const,
          ),
          ...documents.map(
            ({ files, root, encoding, forms, schema }) =>
              [
                `${t('submission.document')} ${safe(files.join(', '))}`,
                safe([root, encoding, forms, schema.reference, schema.outcome].filter(Boolean).join(' · ')),
              ] as const,
          ),
        ]}
      />
    </Section>
  )
}

export function RawFacts({ ask: { t, formats }, one: { found, acts } }: Props) {
  return (
    <Section
      id="facts"
      title={t('submission.facts')}
      aside={<a href={`${PLACES.audit}?subject=submission:${found.submissionId}`}>{t('nav.audit')}</a>}
    >
      {Object.entries(found.facts).map(([kind, fact]) => (
        <details key={kind}>
          <summary>{kind}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre tabIndex={0}>{safe(JSON.stringify(fact, null, 2))}</pre>
        </details>
      ))}
      {acts.slice(0, 3).map(({ auditNo, at, actor, action }) => (
        <p key={auditNo} class="small quiet">
          <Moment at={at}>{formats.stamp(at)}</Moment> {actor}: {action}
        </p>
      ))}
    </Section>
  )
}

/** Each leads to what would happen, and asks there why. */
export function Actions({ ask, one }: Props) {
  const { t, csrf } = ask
  const possible = BULK_ACTIONS.filter((action) => isPossible(action, one))
  return (
    <Section id="actions" title={t('submission.actions')}>
      {possible.length === 0 && <Empty>{t('submission.none')}</Empty>}
      <div class="row">
        {possible.map((action) => (
          <Form
            key={action}
            action={PLACES.act}
            csrf={csrf}
            hidden={{ action, scope: 'marked', id: one.found.submissionId }}
          >
            <Button
              kind={action === 'requeue' ? 'main' : action === 'giveUp' || action === 'cancel' ? 'danger' : 'usual'}
            >
              {t(`acting.${action}`)}
            </Button>
          </Form>
        ))}
      </div>
    </Section>
  )
}

function isPossible(action: BulkAction, { found, deliveries }: TheSubmission): boolean {
  const { envelope, verdict, acknowledgement } = found.facts
  const isUnder = found.closedAt === null
  const isParked = isUnder && found.parkedAt !== null
  const has = (...states: string[]) => deliveries.some(({ state }) => states.includes(state))
  const possible: Readonly<Record<BulkAction, boolean>> = {
    requeue: isParked || has('parked', 'retrying', 'inDoubt'),
    park: has('waiting', 'retrying'),
    giveUp: (isParked && envelope !== undefined && !verdict) || has('waiting', 'retrying', 'inDoubt', 'parked'),
    cancel: isUnder && !verdict,
    repeatAnswer: acknowledgement !== undefined,
  }
  return possible[action]
}
